import type { ApiObject } from "../api/api-object.ts";
import type { ResourceType } from "../api/resource-type.ts";
import type { ApiUser } from "./api-user.ts";

export interface AdmissionRequest {
  readonly type: ResourceType;
  readonly object: ApiObject;
  readonly user: ApiUser;
}

/** What looks at an object before it is stored, and may change or refuse it with a `StatusError`. */
export type AdmissionStep = (request: AdmissionRequest) => ApiObject;

export interface Admission {
  admit(request: AdmissionRequest): ApiObject;
}

/** One step after the other. */
export function createAdmission(steps: readonly AdmissionStep[]): Admission {
  return {
    admit: ({ type, object, user }) => steps.reduce((admitted, step) => step({ type, object: admitted, user }), object),
  };
}
