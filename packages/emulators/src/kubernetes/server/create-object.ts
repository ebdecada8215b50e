import type { Admission } from "../admission/admission.ts";
import type { ApiUser } from "../admission/api-user.ts";
import type { ApiObject, ObjectMeta } from "../api/api-object.ts";
import { withDefaults } from "../api/defaults.ts";
import { apiVersionOf, namespaceType, type ResourceType } from "../api/resource-type.ts";
import { badRequest, forbidden, notFound, StatusError } from "../api/status-error.ts";
import { validateObject } from "../api/validate-object.ts";
import { generateName } from "../store/generated-name.ts";
import type { ObjectStore } from "../store/object-store.ts";

export interface Creation {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly object: ApiObject;
  readonly user: ApiUser;
  readonly isDryRun?: boolean;
}

/** Creates an object as the server does for anybody: defaults, validation, admission. Throws `StatusError`. */
export function createObject(
  store: ObjectStore,
  admission: Admission,
  { type, namespace, object: given, user, isDryRun = false }: Creation,
): ApiObject {
  const metadata = (given.metadata ?? {}) as Partial<ObjectMeta>;
  if (type.isNamespaced && (metadata.namespace ?? namespace) !== namespace) {
    const message = "the namespace of the provided object does not match the namespace sent on the request";
    throw badRequest(message);
  }
  if (type.isNamespaced) requireNamespace(store, type, namespace, metadata.name ?? "");
  const generated = metadata.generateName === undefined ? "" : generateName(metadata.generateName);
  const name = metadata.name || generated;
  const prepared: ApiObject = {
    ...given,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      ...metadata,
      name,
      ...(type.isNamespaced ? { namespace } : {}),
      uid: "",
      resourceVersion: "",
      creationTimestamp: "",
    },
  };
  validateObject(type, prepared, { hasGeneratedName: metadata.name === undefined });
  const complete = admission.admit({ type, object: withDefaults(type, prepared), user });
  return isDryRun ? complete : store.create(type, complete);
}

function requireNamespace(store: ObjectStore, type: ResourceType, namespace: string, name: string): void {
  const found = store.find(namespaceType, { namespace: "", name: namespace });
  if (found === null) throw notFound(namespaceType, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const refusal = forbidden(
    type,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  throw new StatusError({ ...refusal, message: refusal.message, details: { ...refusal.details, causes: [cause] } });
}
