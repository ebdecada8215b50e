import { isDeepStrictEqual } from "node:util";
import type { ApiObject } from "../api/api-object.ts";
import { jobType, podType, type ResourceType } from "../api/resource-type.ts";
import { conflict, invalid } from "../api/status-error.ts";
import { validateObject } from "../api/validate-object.ts";
import type { ObjectKey, ObjectStore } from "../store/object-store.ts";

export interface Update {
  readonly type: ResourceType;
  readonly key: ObjectKey;
  /** `status`, or empty. */
  readonly subresource: string;
  /** What the stored object is to become. */
  readonly change: (stored: ApiObject) => ApiObject;
}

/** Puts a client's new form of an object in its place; what only the server may change stays. Throws `StatusError`. */
export function updateObject(store: ObjectStore, { type, key, subresource, change }: Update): ApiObject {
  return store.modify(type, key, (stored) => {
    const given = change(stored);
    const { resourceVersion } = given.metadata;
    if (
      resourceVersion !== undefined &&
      resourceVersion !== "" &&
      resourceVersion !== stored.metadata.resourceVersion
    ) {
      const problem = "the object has been modified; please apply your changes to the latest version and try again";
      throw conflict(type, key.name, problem);
    }
    if (subresource === "status") return { ...stored, status: given["status"] };
    const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation } = stored.metadata;
    const kept = { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation };
    const made = {
      ...given,
      apiVersion: stored.apiVersion,
      kind: stored.kind,
      metadata: {
        ...given.metadata,
        ...withoutUndefined(kept),
        name: stored.metadata.name,
        resourceVersion: stored.metadata.resourceVersion,
      },
      ...("status" in stored ? { status: stored["status"] } : {}),
    } as ApiObject;
    validateObject(type, made, { hasGeneratedName: false });
    requireSameTemplate(type, stored, made);
    return made;
  });
}

/** What runs cannot become something else. */
function requireSameTemplate(type: ResourceType, stored: ApiObject, made: ApiObject): void {
  if (type === jobType) {
    const [before, after] = [stored, made].map(({ spec }) => (spec as { readonly template: unknown }).template);
    if (isDeepStrictEqual(before, after)) return;
    const message = `Invalid value: ${JSON.stringify(after)}: field is immutable`;
    throw invalid(type, stored.metadata.name, [{ reason: "FieldValueInvalid", message, field: "spec.template" }]);
  }
  if (type !== podType) return;
  if (isDeepStrictEqual(withoutMutable(stored), withoutMutable(made))) return;
  const message =
    "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`," +
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations)," +
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
  throw invalid(type, stored.metadata.name, [{ reason: "FieldValueForbidden", message, field: "spec" }]);
}

function withoutMutable({ spec }: ApiObject): object {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, ...rest } = spec as Record<string, unknown>;
  return rest;
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
