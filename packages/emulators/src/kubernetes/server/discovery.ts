import { apiVersionOf, resourceTypes, type ResourceType } from "../api/resource-type.ts";

/** The version of Kubernetes whose answers these are. */
export const serverVersion = { major: "1", minor: "32", gitVersion: "v1.32.13" } as const;

const objectVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const reviewGroup = { group: "authorization.k8s.io", version: "v1" };
const reviews = [
  { plural: "selfsubjectaccessreviews", singular: "selfsubjectaccessreview", kind: "SelfSubjectAccessReview" },
  { plural: "selfsubjectrulesreviews", singular: "selfsubjectrulesreview", kind: "SelfSubjectRulesReview" },
];
const subresourceVerbs: Readonly<Record<string, readonly string[]>> = {
  status: ["get", "patch", "update"],
  log: ["get"],
  eviction: ["create"],
};

/** What the server can do, as clients ask for it first; `null` for any other path. */
export function answerDiscovery(path: string, address: string): object | null {
  const groups = [...new Set(resourceTypes.map(({ group }) => group)), reviewGroup.group].filter(Boolean);
  if (path === "/version") {
    return {
      ...serverVersion,
      gitCommit: "",
      gitTreeState: "clean",
      buildDate: "2026-02-26T00:00:00Z",
      goVersion: "go1.24.13",
      compiler: "gc",
      platform: "linux/amd64",
    };
  }
  if (path === "/api") {
    const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: address }];
    return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs };
  }
  if (path === "/apis")
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map((group) => toGroup(group)) };
  const group = groups.find((each) => path === `/apis/${each}`);
  if (group !== undefined) return { kind: "APIGroup", apiVersion: "v1", ...toGroup(group) };
  if (path === "/api/v1") return toResourceList({ group: "", version: "v1" });
  const listed = groups.find((each) => path === `/apis/${each}/v1`);
  return listed === undefined ? null : toResourceList({ group: listed, version: "v1" });
}

function toGroup(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: "v1" };
  return { name, versions: [version], preferredVersion: version };
}

function toResourceList(wanted: Pick<ResourceType, "group" | "version">): object {
  const types = resourceTypes.filter(({ group, version }) => group === wanted.group && version === wanted.version);
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: apiVersionOf(wanted),
    resources: wanted.group === reviewGroup.group ? reviews.map(toReview) : types.flatMap(toResources),
  };
}

function toReview({ plural, singular, kind }: (typeof reviews)[number]): object {
  return { name: plural, singularName: singular, namespaced: false, kind, verbs: ["create"] };
}

function toResources(type: ResourceType): object[] {
  const { plural, singular, kind, isNamespaced, shortNames, categories, subresources = [] } = type;
  const resource = {
    name: plural,
    singularName: singular,
    namespaced: isNamespaced,
    kind,
    verbs: objectVerbs,
    ...(shortNames === undefined ? {} : { shortNames }),
    ...(categories === undefined ? {} : { categories }),
  };
  const nested = subresources.map((name) => ({
    name: `${plural}/${name}`,
    singularName: "",
    namespaced: isNamespaced,
    kind,
    verbs: subresourceVerbs[name] ?? ["get"],
    ...(name === "eviction" ? { group: "policy", version: "v1", kind: "Eviction" } : {}),
  }));
  return [resource, ...nested];
}
