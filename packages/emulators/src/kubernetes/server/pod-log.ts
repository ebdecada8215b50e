import type { Workload, WorkloadOutput } from "../../workloads/workload-backend.ts";
import type { Pod } from "../api/pod.ts";
import { podType } from "../api/resource-type.ts";
import { badRequest } from "../api/status-error.ts";
import type { Kubelet } from "../node/kubelet.ts";
import type { ObjectKey, ObjectStore } from "../store/object-store.ts";

/** A container's output as the server gives it: both streams as one. Throws `StatusError` where there can be none yet. */
export function readPodLog(
  store: ObjectStore,
  kubelet: Kubelet,
  key: ObjectKey,
  query: URLSearchParams,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const pod = store.get<Pod>(podType, key);
  const container = chooseContainer(pod, query.get("container"));
  const run = kubelet.findContainer(pod.metadata.uid, container);
  if (pod.spec.nodeName === undefined) return nothing();
  const isPrevious = query.get("previous") === "true";
  const workload = run?.workloads.at(isPrevious ? -2 : -1);
  if (isPrevious && (run?.workloads.length ?? 0) < 2) {
    throw badRequest(`previous terminated container "${container}" in pod "${key.name}" not found`);
  }
  if (workload === undefined) {
    const { waiting, terminated } = run?.status.state ?? { waiting: { reason: "ContainerCreating" } };
    if (terminated !== undefined) return nothing();
    const problem = waitingProblems[waiting?.reason ?? ""] ?? waiting?.reason;
    throw badRequest(`container "${container}" in pod "${key.name}" is waiting to start: ${problem}`);
  }
  const options = { follow: query.get("follow") === "true", signal };
  const tailLines = query.get("tailLines");
  const output = tailLines === null ? workload.output(options) : lastPieces(workload, Number(tailLines), options);
  return render(output, query, signal);
}

const waitingProblems: Readonly<Record<string, string>> = {
  ErrImagePull: "trying and failing to pull image",
  ImagePullBackOff: "image can't be pulled",
};

function chooseContainer({ metadata, spec }: Pod, wanted: string | null): string {
  const names = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
  if (wanted !== null && wanted !== "") {
    if (names.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
  }
  if (spec.containers.length === 1) return spec.containers[0]?.name ?? "";
  const choices = spec.containers.map(({ name }) => name).join(" ");
  const inits = (spec.initContainers ?? []).map(({ name }) => name).join(" ");
  const initChoices = inits === "" ? "" : ` or one of the init containers: [${inits}]`;
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${choices}]${initChoices}`,
  );
}

async function* render(
  output: AsyncIterable<WorkloadOutput>,
  query: URLSearchParams,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hasTimestamps = query.get("timestamps") === "true";
  const since = toSince(query);
  let remainingBytes = query.has("limitBytes") ? Number(query.get("limitBytes")) : Number.POSITIVE_INFINITY;
  const isLineStart = { stdout: true, stderr: true };
  try {
    for await (const { stream, timestamp, content } of output) {
      const isStart = isLineStart[stream];
      isLineStart[stream] = content.at(-1) === 0x0a;
      if (since !== null && timestamp < since) continue;
      const whole = hasTimestamps && isStart ? Buffer.concat([Buffer.from(`${timestamp} `), content]) : content;
      yield whole.subarray(0, remainingBytes);
      remainingBytes -= whole.length;
      if (remainingBytes <= 0) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The server passes the time on in whole seconds. */
function toSince(query: URLSearchParams): string | null {
  const time = query.get("sinceTime");
  const seconds = query.get("sinceSeconds");
  if (time === null && seconds === null) return null;
  const date = time === null ? Date.now() - Number(seconds) * 1000 : Date.parse(time);
  if (Number.isNaN(date)) throw badRequest(`parsing time "${time}" as "2006-01-02T15:04:05Z07:00": cannot parse`);
  return `${new Date(date).toISOString().slice(0, 19)}.000000000Z`;
}

/** The end of what there is now, and, where it is followed, what comes. */
async function* lastPieces(
  workload: Workload,
  count: number,
  options: { readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<WorkloadOutput, void, undefined> {
  let total = 0;
  for await (const _piece of workload.output({ signal: options.signal })) total += 1;
  let skip = total - count;
  for await (const piece of workload.output(options)) {
    skip -= 1;
    if (skip < 0) yield piece;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
