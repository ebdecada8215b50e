import type { WorkloadMount, WorkloadRequest } from "../../workloads/workload-backend.ts";
import type { Container, Pod } from "../api/pod.ts";
import { parseQuantity } from "../api/quantity.ts";
import { expandVariables } from "./expand-variables.ts";

/** One run of a pod's container. */
export function toWorkloadRequest(
  pod: Pod,
  container: Container,
  {
    env,
    mounts,
    restartCount,
  }: { env: Readonly<Record<string, string>>; mounts: WorkloadMount[]; restartCount: number },
): WorkloadRequest {
  const { command, args, resources, workingDir, securityContext = {} } = container;
  const expand = (parts: readonly string[] | undefined): string[] | null =>
    parts === undefined || parts.length === 0 ? null : parts.map((part) => expandVariables(part, env));
  const { runAsUser = pod.spec.securityContext?.runAsUser, runAsGroup = pod.spec.securityContext?.runAsGroup } =
    securityContext;
  const { cpu, memory } = resources?.limits ?? {};
  return {
    name: `k8s_${container.name}_${pod.metadata.name}_${pod.metadata.uid}_${restartCount}`,
    image: container.image,
    entrypoint: expand(command),
    arguments: expand(args),
    env,
    workingDirectory: workingDir ?? null,
    mounts,
    cpuLimit: cpu === undefined ? null : parseQuantity(cpu),
    memoryLimitBytes: memory === undefined ? null : parseQuantity(memory),
    user: runAsUser === undefined ? null : `${runAsUser}${runAsGroup === undefined ? "" : `:${runAsGroup}`}`,
    labels: {
      "io.kubernetes.pod.name": pod.metadata.name,
      "io.kubernetes.pod.namespace": pod.metadata.namespace ?? "",
      "io.kubernetes.pod.uid": pod.metadata.uid,
      "io.kubernetes.container.name": container.name,
    },
  };
}
