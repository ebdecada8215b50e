/** Who asks. */
export interface ApiUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** May do everything. */
export const adminUser: ApiUser = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };

/** A part of the cluster itself, which may do everything. */
export function controllerUser(name: string): ApiUser {
  return { name: `system:serviceaccount:kube-system:${name}`, groups: ["system:masters"] };
}

const prefix = "system:serviceaccount:";

/** The user of a token: of a service account, or anybody else by name. */
export function toUser(name: string): ApiUser {
  if (name === adminUser.name) return adminUser;
  if (!name.startsWith(prefix)) return { name, groups: ["system:authenticated"] };
  const [namespace = ""] = name.slice(prefix.length).split(":");
  return { name, groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"] };
}

export function serviceAccountName(namespace: string, name: string): string {
  return `${prefix}${namespace}:${name}`;
}
