import type { Workload, WorkloadBackend } from "../workloads/workload-backend.ts";
import { WorkloadStartError } from "../workloads/workload-start-error.ts";
import type { ContainerBody } from "./group-body.ts";

const bytesPerGigabyte = 2 ** 30;
const maximumLogBytes = 4 * 1024 * 1024;
const lineFeed = 10;

/** One container of a group, which is started once. */
export interface ContainerRun {
  /** As a client is shown it, with its instance view. */
  view(): object;
  readonly isRunning: boolean;
  start(): Promise<void>;
  stop(graceSeconds: number): Promise<void>;
  remove(): Promise<void>;
  log(options: { readonly tail: number | null; readonly hasTimestamps: boolean }): Promise<string | null>;
}

export function createContainerRun(
  backend: WorkloadBackend,
  { name, properties }: ContainerBody,
  workloadName: string,
): ContainerRun {
  let workload: Workload | null = null;
  let state: object = { state: "Waiting", detailStatus: "" };
  let isRunning = false;
  const events: object[] = [];

  function report(event: string, message: string, type = "Normal"): void {
    const time = new Date().toISOString();
    events.push({ count: 1, firstTimestamp: time, lastTimestamp: time, name: event, message, type });
  }

  async function follow(started: Workload): Promise<void> {
    const { exitCode, isOutOfMemory, finishedAt, signal } = await started.exited;
    isRunning = false;
    if (signal !== null) report("Killing", `Killing container with id ${started.id}.`);
    state = {
      state: "Terminated",
      exitCode,
      startTime: started.startedAt.toISOString(),
      finishTime: finishedAt.toISOString(),
      detailStatus: isOutOfMemory ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error",
    };
  }

  return {
    get isRunning() {
      return isRunning;
    },
    view: () => ({
      name,
      properties: {
        ...properties,
        // A secure value is never shown again.
        environmentVariables: (properties.environmentVariables ?? []).map(
          ({ secureValue: _hidden, ...shown }) => shown,
        ),
        instanceView: { restartCount: 0, currentState: state, events: [...events] },
      },
    }),
    async start() {
      report("Pulling", `pulling image "${properties.image}"`);
      report("Pulled", `Successfully pulled image "${properties.image}"`);
      const { command = null, environmentVariables = [], resources } = properties;
      try {
        workload = await backend.start({
          name: workloadName,
          image: properties.image,
          entrypoint: command,
          arguments: command === null ? null : [],
          env: Object.fromEntries(
            environmentVariables.map(({ name: variable, value, secureValue }) => [
              variable,
              value ?? secureValue ?? "",
            ]),
          ),
          cpuLimit: resources?.requests?.cpu ?? null,
          memoryLimitBytes: Math.round((resources?.requests?.memoryInGB ?? 1.5) * bytesPerGigabyte),
        });
      } catch (error) {
        if (!(error instanceof WorkloadStartError)) throw error;
        report("Failed", `Error: Failed to start container ${name}, Error response: ${error.message}`, "Warning");
        state = { state: "Terminated", exitCode: error.exitCode, detailStatus: "Error" };
        return;
      }
      report("Started", `Started container`);
      isRunning = true;
      state = { state: "Running", startTime: workload.startedAt.toISOString(), detailStatus: "" };
      void follow(workload);
    },
    async stop(graceSeconds) {
      await workload?.stop(graceSeconds);
      await workload?.exited;
    },
    remove: async () => workload?.remove(),
    async log({ tail, hasTimestamps }) {
      if (workload === null) return null;
      const pieces: Buffer[] = [];
      let isLineStart = true;
      for await (const { timestamp, content } of workload.output()) {
        if (isLineStart && hasTimestamps) pieces.push(Buffer.from(`${timestamp} `));
        pieces.push(content);
        isLineStart = content.at(-1) === lineFeed;
      }
      const kept = Buffer.concat(pieces);
      const start = kept.length - maximumLogBytes;
      const text = String(start <= 0 ? kept : kept.subarray(kept.indexOf(lineFeed, start) + 1));
      return tail === null ? text : lastLines(text, tail);
    },
  };
}

function lastLines(text: string, count: number): string {
  const lines = text.split("\n");
  const isEnded = lines.at(-1) === "";
  return lines.slice(-(count + (isEnded ? 1 : 0))).join("\n");
}
