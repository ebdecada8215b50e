import { isAllowed, rulesFor } from "../admission/access-rules.ts";
import type { ApiUser } from "../admission/api-user.ts";
import type { ObjectStore } from "../store/object-store.ts";

interface ReviewBody {
  readonly spec?: {
    readonly namespace?: string;
    readonly resourceAttributes?: {
      readonly verb?: string;
      readonly group?: string;
      readonly resource?: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };
  };
}

const apiVersion = "authorization.k8s.io/v1";

/** Says a user what it may do; `null` for any other path. */
export function answerAccessReview(store: ObjectStore, user: ApiUser, path: string, body: unknown): object | null {
  const { spec = {} } = (body ?? {}) as ReviewBody;
  if (path === `/apis/${apiVersion}/selfsubjectaccessreviews`) {
    const {
      verb = "",
      group = "",
      resource = "",
      subresource,
      namespace = "",
      name = "",
    } = spec.resourceAttributes ?? {};
    const whole = subresource === undefined || subresource === "" ? resource : `${resource}/${subresource}`;
    const allowed = isAllowed(store, user, { verb, group, resource: whole, namespace, name });
    return { kind: "SelfSubjectAccessReview", apiVersion, metadata: {}, spec, status: { allowed } };
  }
  if (path === `/apis/${apiVersion}/selfsubjectrulesreviews`) {
    const everything = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];
    const isAdmin = user.groups.includes("system:masters");
    const resourceRules = isAdmin ? everything : rulesFor(store, user, spec.namespace ?? "");
    const status = { resourceRules, nonResourceRules: [], incomplete: false };
    return { kind: "SelfSubjectRulesReview", apiVersion, metadata: {}, spec, status };
  }
  return null;
}
