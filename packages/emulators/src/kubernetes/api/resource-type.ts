/** A kind of object that the server keeps. */
export interface ResourceType {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** As in paths: `jobs`. */
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly string[];
}

const standard = { version: "v1", isNamespaced: true } as const;
const core = { group: "", ...standard } as const;
const accessControl = { group: "rbac.authorization.k8s.io", ...standard } as const;

export const podType: ResourceType = {
  ...core,
  plural: "pods",
  singular: "pod",
  kind: "Pod",
  shortNames: ["po"],
  categories: ["all"],
  subresources: ["status", "log", "eviction"],
};
export const jobType: ResourceType = {
  ...standard,
  group: "batch",
  plural: "jobs",
  singular: "job",
  kind: "Job",
  categories: ["all"],
  subresources: ["status"],
};
export const eventType: ResourceType = {
  ...core,
  plural: "events",
  singular: "event",
  kind: "Event",
  shortNames: ["ev"],
};
export const secretType: ResourceType = { ...core, plural: "secrets", singular: "secret", kind: "Secret" };
export const configMapType: ResourceType = {
  ...core,
  plural: "configmaps",
  singular: "configmap",
  kind: "ConfigMap",
  shortNames: ["cm"],
};
export const serviceAccountType: ResourceType = {
  ...core,
  plural: "serviceaccounts",
  singular: "serviceaccount",
  kind: "ServiceAccount",
  shortNames: ["sa"],
};
export const claimType: ResourceType = {
  ...core,
  plural: "persistentvolumeclaims",
  singular: "persistentvolumeclaim",
  kind: "PersistentVolumeClaim",
  shortNames: ["pvc"],
  subresources: ["status"],
};
export const quotaType: ResourceType = {
  ...core,
  plural: "resourcequotas",
  singular: "resourcequota",
  kind: "ResourceQuota",
  shortNames: ["quota"],
  subresources: ["status"],
};
export const namespaceType: ResourceType = {
  ...core,
  plural: "namespaces",
  singular: "namespace",
  kind: "Namespace",
  isNamespaced: false,
  shortNames: ["ns"],
  subresources: ["status"],
};
export const nodeType: ResourceType = {
  ...core,
  plural: "nodes",
  singular: "node",
  kind: "Node",
  isNamespaced: false,
  shortNames: ["no"],
  subresources: ["status"],
};
export const roleType: ResourceType = { ...accessControl, plural: "roles", singular: "role", kind: "Role" };
export const roleBindingType: ResourceType = {
  ...accessControl,
  plural: "rolebindings",
  singular: "rolebinding",
  kind: "RoleBinding",
};
export const clusterRoleType: ResourceType = {
  ...accessControl,
  plural: "clusterroles",
  singular: "clusterrole",
  kind: "ClusterRole",
  isNamespaced: false,
};
export const clusterRoleBindingType: ResourceType = {
  ...accessControl,
  plural: "clusterrolebindings",
  singular: "clusterrolebinding",
  kind: "ClusterRoleBinding",
  isNamespaced: false,
};

export const resourceTypes: readonly ResourceType[] = [
  podType,
  jobType,
  eventType,
  secretType,
  configMapType,
  serviceAccountType,
  claimType,
  quotaType,
  namespaceType,
  nodeType,
  roleType,
  roleBindingType,
  clusterRoleType,
  clusterRoleBindingType,
];

/** `v1`, `batch/v1`. */
export function apiVersionOf({ group, version }: Pick<ResourceType, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** As messages of the server name it: `pods`, `jobs.batch`. */
export function qualifiedName({ group, plural }: Pick<ResourceType, "group" | "plural">): string {
  return group === "" ? plural : `${plural}.${group}`;
}
