import type { ApiObject } from "../api/api-object.ts";
import { clusterRoleBindingType, clusterRoleType, roleBindingType, roleType } from "../api/resource-type.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ApiUser } from "./api-user.ts";

/** What somebody wants to do. */
export interface AccessAttributes {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface Role extends ApiObject {
  readonly rules?: readonly PolicyRule[];
}

interface Binding extends ApiObject {
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
  readonly roleRef: { readonly kind: string; readonly name: string };
}

/** Whether the roles that are bound to a user allow something. */
export function isAllowed(store: ObjectStore, user: ApiUser, attributes: AccessAttributes): boolean {
  if (user.groups.includes("system:masters")) return true;
  return rulesFor(store, user, attributes.namespace).some((rule) => allows(rule, attributes));
}

/** Every rule that holds for a user in a namespace; an empty one leaves only what holds everywhere. */
export function rulesFor(store: ObjectStore, user: ApiUser, namespace: string): PolicyRule[] {
  const bindings = [
    ...store.list<Binding>(clusterRoleBindingType),
    ...(namespace === "" ? [] : store.list<Binding>(roleBindingType, namespace)),
  ];
  return bindings.filter((binding) => isSubject(binding, user)).flatMap((binding) => rulesOf(store, binding));
}

function rulesOf(store: ObjectStore, { roleRef, metadata }: Binding): readonly PolicyRule[] {
  const { kind, name } = roleRef;
  const role =
    kind === "ClusterRole"
      ? store.find<Role>(clusterRoleType, { namespace: "", name })
      : store.find<Role>(roleType, { namespace: metadata.namespace ?? "", name });
  return role?.rules ?? [];
}

function isSubject({ subjects = [], metadata }: Binding, user: ApiUser): boolean {
  return subjects.some(({ kind, name, namespace = metadata.namespace }) => {
    if (kind === "Group") return user.groups.includes(name);
    return user.name === (kind === "ServiceAccount" ? `system:serviceaccount:${namespace}:${name}` : name);
  });
}

function allows(
  { verbs = [], apiGroups = [], resources = [], resourceNames = [] }: PolicyRule,
  { verb, group, resource, name }: AccessAttributes,
): boolean {
  const includes = (values: readonly string[], value: string): boolean =>
    values.includes("*") || values.includes(value);
  const subresource = resource.includes("/") ? `*/${resource.split("/")[1]}` : resource;
  return (
    includes(verbs, verb) &&
    includes(apiGroups, group) &&
    (includes(resources, resource) || resources.includes(subresource)) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}
