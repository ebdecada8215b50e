import type { ApiObject } from "../api/api-object.ts";
import {
  configMapType,
  namespaceType,
  resourceTypes,
  type ResourceType,
  serviceAccountType,
} from "../api/resource-type.ts";
import { deleteObject } from "../store/delete-object.ts";
import { keyOf, type ObjectStore } from "../store/object-store.ts";

/** Gives namespaces what every one has, and empties those that are deleted. Gives what ends it. */
export function startNamespaceController(store: ObjectStore, certificate: string | null): () => void {
  return store.subscribe(({ kind, type, object }) => {
    if (type === namespaceType && kind === "ADDED") furnish(store, object.metadata.name, certificate);
    const name = type === namespaceType ? object.metadata.name : (object.metadata.namespace ?? "");
    const namespace = store.find(namespaceType, { namespace: "", name });
    if (namespace?.metadata.deletionTimestamp !== undefined) empty(store, namespace);
  });
}

/** What a pod needs before it can be created. */
export function furnish(store: ObjectStore, namespace: string, certificate: string | null): void {
  const metadata = { namespace, uid: "", resourceVersion: "", creationTimestamp: "" };
  const missing = (type: ResourceType, name: string): boolean => store.find(type, { namespace, name }) === null;
  if (missing(serviceAccountType, "default")) {
    store.create(serviceAccountType, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { ...metadata, name: "default" },
    });
  }
  if (missing(configMapType, "kube-root-ca.crt")) {
    const data = { "ca.crt": certificate ?? "" };
    store.create(configMapType, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, name: "kube-root-ca.crt" },
      data,
    });
  }
}

function empty(store: ObjectStore, namespace: ApiObject): void {
  const { name } = namespace.metadata;
  const contents = resourceTypes
    .filter(({ isNamespaced }) => isNamespaced)
    .flatMap((type) => store.list(type, name).map((object) => ({ type, object })));
  for (const { type, object } of contents) {
    if (object.metadata.deletionTimestamp === undefined) {
      deleteObject(store, type, object, { propagationPolicy: "Background" });
    }
  }
  const isEmpty = resourceTypes.every((type) => !type.isNamespaced || store.list(type, name).length === 0);
  if (!isEmpty || store.find(namespaceType, keyOf(namespace)) === null) return;
  store.modify(namespaceType, keyOf(namespace), (stored) => ({
    ...stored,
    metadata: { ...stored.metadata, finalizers: [] },
  }));
}
