import type { ApiObject } from "../api/api-object.ts";
import type { Container, EnvVar, Pod } from "../api/pod.ts";
import { configMapType, type ResourceType, secretType } from "../api/resource-type.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { ContainerConfigError } from "./container-config-error.ts";
import { expandVariables } from "./expand-variables.ts";
import { readPodField, readResourceField } from "./pod-fields.ts";

/** A container's variables, in the order in which they may refer to each other. Throws `ContainerConfigError`. */
export function resolveEnv(
  store: ObjectStore,
  pod: Pod,
  container: Container,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const env: Record<string, string> = { ...given };
  for (const { prefix = "", secretRef, configMapRef } of container.envFrom ?? []) {
    const [type, reference] = secretRef === undefined ? [configMapType, configMapRef] : [secretType, secretRef];
    if (reference === undefined) continue;
    const values = readKeys(store, pod, type, reference) ?? {};
    for (const [key, value] of Object.entries(values)) env[prefix + key] = value.toString();
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(store, pod, container, variable, env);
    if (value !== null) env[variable.name] = value;
  }
  return env;
}

function valueOf(
  store: ObjectStore,
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  env: Readonly<Record<string, string>>,
): string | null {
  if (valueFrom === undefined) return expandVariables(value ?? "", env);
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined) return readPodField(pod, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) {
    return readResourceField(container, resourceFieldRef.resource, resourceFieldRef.divisor);
  }
  const [type, reference] = secretKeyRef === undefined ? [configMapType, configMapKeyRef] : [secretType, secretKeyRef];
  if (reference === undefined) return "";
  const found = readKeys(store, pod, type, reference)?.[reference.key];
  if (found !== undefined) return found.toString();
  if (reference.optional === true) return null;
  const where = `${type.kind} ${pod.metadata.namespace}/${reference.name}`;
  throw new ContainerConfigError(`couldn't find key ${reference.key} in ${where}`);
}

interface KeyedObject extends ApiObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** What a Secret or ConfigMap of the pod's namespace holds; `null` for one that need not be there and is not. */
export function readKeys(
  store: ObjectStore,
  pod: Pod,
  type: ResourceType,
  { name, optional = false }: { readonly name: string; readonly optional?: boolean },
): Readonly<Record<string, Buffer>> | null {
  const object = store.find<KeyedObject>(type, { namespace: pod.metadata.namespace ?? "", name });
  if (object === null) {
    if (optional) return null;
    throw new ContainerConfigError(`${type.singular} "${name}" not found`);
  }
  const encoding = type === secretType ? "base64" : "utf8";
  const entries = [
    ...Object.entries(object.data ?? {}).map(([key, text]) => [key, Buffer.from(text, encoding)] as const),
    ...Object.entries(object.binaryData ?? {}).map(([key, text]) => [key, Buffer.from(text, "base64")] as const),
  ];
  return Object.fromEntries(entries);
}
