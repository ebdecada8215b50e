import type { Pod } from "../api/pod.ts";
import { podType, serviceAccountType } from "../api/resource-type.ts";
import { forbidden } from "../api/status-error.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { AdmissionStep } from "./admission.ts";

/** Refuses pods whose service account does not exist. */
export function requireServiceAccounts(store: ObjectStore): AdmissionStep {
  return ({ type, object }) => {
    if (type !== podType) return object;
    const { serviceAccountName: name = "default" } = (object as Pod).spec;
    const namespace = object.metadata.namespace ?? "";
    if (store.find(serviceAccountType, { namespace, name }) !== null) return object;
    const problem = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
    throw forbidden(podType, object.metadata.name, problem);
  };
}
