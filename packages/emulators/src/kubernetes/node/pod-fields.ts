import { parseQuantity } from "../api/quantity.ts";
import type { Container, Pod } from "../api/pod.ts";

/** What a pod's containers can ask of the pod itself (`fieldRef`); `null` for a field that cannot be asked for. */
export function readPodField({ metadata, spec, status }: Pod, path: string): string | null {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) return metadata[keyed[1] as "labels" | "annotations"]?.[keyed[2] ?? ""] ?? "";
  const fields: Readonly<Record<string, string>> = {
    "metadata.name": metadata.name,
    "metadata.namespace": metadata.namespace ?? "",
    "metadata.uid": metadata.uid,
    "metadata.labels": listOf(metadata.labels),
    "metadata.annotations": listOf(metadata.annotations),
    "spec.nodeName": spec.nodeName ?? "",
    "spec.serviceAccountName": spec.serviceAccountName ?? "default",
    "status.hostIP": status.hostIP ?? "127.0.0.1",
    "status.hostIPs": status.hostIP ?? "127.0.0.1",
    "status.podIP": status.podIP ?? "127.0.0.1",
    "status.podIPs": status.podIP ?? "127.0.0.1",
  };
  return fields[path] ?? null;
}

/** A container's own limit or request (`resourceFieldRef`), in multiples of the divisor, rounded up. */
export function readResourceField(container: Container, resource: string, divisor: string | number = 1): string {
  const [kind, name = ""] = resource.split(/\.(.*)/s) as ["limits" | "requests", string];
  const value = parseQuantity(container.resources?.[kind]?.[name] ?? 0) ?? 0;
  return String(Math.ceil(value / (parseQuantity(divisor) || 1)));
}

function listOf(values: Readonly<Record<string, string>> = {}): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}
