import { type LogPosition, type InfrastructureEvent } from "prefect-core/provider";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { readLogLines } from "./log-lines.ts";
import { unreachable } from "./send-request.ts";

/** A pod's output and how far it has been read. */
export interface LogReading {
  readonly api: KubernetesApi;
  readonly pod: { readonly namespace: string; readonly name: string; readonly container: string };
  readonly position: LogPosition;
}

type OutputEvent = Extract<InfrastructureEvent, { readonly kind: "output" }>;

/**
 * Gives output from where reading stopped last until the cluster has no more, read only as fast as it is taken. Throws
 * `ClusterUnreachableError` where the connection is lost. The API does not tell the streams apart.
 */
export async function* followLog(
  { api, pod, position }: LogReading,
  { follow, signal }: { readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<OutputEvent, void, undefined> {
  const { since, skip } = position.resume();
  const log = await api.readLog(pod, { follow, since, signal });
  let known = skip;
  for await (const { timestamp, text } of readLogLines(withoutConnectionErrors(log, api, signal))) {
    if (known > 0) {
      known -= 1;
      continue;
    }
    position.pass(timestamp);
    yield { kind: "output", timestamp: new Date(timestamp), stream: "stdout", line: text };
  }
}

async function* withoutConnectionErrors(
  log: AsyncIterable<Uint8Array>,
  api: KubernetesApi,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* log;
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(api.connection, cause);
  }
}
