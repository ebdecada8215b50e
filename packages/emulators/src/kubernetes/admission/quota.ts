import type { ApiObject } from "../api/api-object.ts";
import { isPodFinished, type Pod, type PodSpec } from "../api/pod.ts";
import { formatQuantity, parseQuantity } from "../api/quantity.ts";
import { jobType, podType, qualifiedName, quotaType, resourceTypes, type ResourceType } from "../api/resource-type.ts";
import { forbidden } from "../api/status-error.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { AdmissionStep } from "./admission.ts";

interface Quota extends ApiObject {
  readonly spec: { readonly hard?: Readonly<Record<string, string>> };
}

/** Refuses what would exceed a `ResourceQuota` of the namespace. */
export function enforceQuotas(store: ObjectStore): AdmissionStep {
  return ({ type, object }) => {
    const namespace = object.metadata.namespace ?? "";
    for (const quota of store.list<Quota>(quotaType, namespace)) requireRoom(store, quota, type, object);
    return object;
  };
}

function requireRoom(store: ObjectStore, { metadata, spec }: Quota, type: ResourceType, object: ApiObject): void {
  const exceeded: { name: string; requested: number; used: number; limited: string }[] = [];
  for (const [name, limited] of Object.entries(spec.hard ?? {})) {
    const requested = usageOf(name, type, object);
    if (requested === null || requested === 0) continue;
    const used = usedOf(store, name, metadata.namespace ?? "");
    if (used + requested > (parseQuantity(limited) ?? 0)) exceeded.push({ name, requested, used, limited });
  }
  if (exceeded.length === 0) return;
  const listed = (pick: (each: (typeof exceeded)[number]) => string): string =>
    exceeded.map((each) => `${each.name}=${pick(each)}`).join(",");
  const problem =
    `exceeded quota: ${metadata.name}, requested: ${listed(({ requested }) => formatQuantity(requested))}, ` +
    `used: ${listed(({ used }) => formatQuantity(used))}, limited: ${listed(({ limited }) => limited)}`;
  throw forbidden(type, object.metadata.name, problem);
}

/** How much of a quota's resource the namespace uses. */
export function usedOf(store: ObjectStore, name: string, namespace: string): number {
  const counted = resourceTypes.filter((type) => type.isNamespaced && usesQuota(name, type));
  return counted
    .flatMap((type) => store.list(type, namespace).map((object) => usageOf(name, type, object) ?? 0))
    .reduce((sum, usage) => sum + usage, 0);
}

function usesQuota(name: string, type: ResourceType): boolean {
  if (name.startsWith("count/")) return name === `count/${qualifiedName(type)}`;
  return type === podType || name === type.plural;
}

/** What one object uses of it; `null` where it has nothing to do with it. */
function usageOf(name: string, type: ResourceType, object: ApiObject): number | null {
  if (name === `count/${qualifiedName(type)}`) return 1;
  if (type === jobType || type !== podType) return name === type.plural ? 1 : null;
  const pod = object as Pod;
  if (isPodFinished(pod)) return 0;
  if (name === "pods") return 1;
  const match = /^(?:(requests|limits)\.)?(.+)$/.exec(name);
  return amountOf(pod.spec, (match?.[1] ?? "requests") as "requests" | "limits", match?.[2] ?? "");
}

function amountOf({ containers }: PodSpec, kind: "requests" | "limits", resource: string): number {
  return containers.reduce((sum, { resources }) => sum + (parseQuantity(resources?.[kind]?.[resource] ?? 0) ?? 0), 0);
}
