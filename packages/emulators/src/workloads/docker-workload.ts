import { constants } from "node:os";
import { type DockerEngine, engineWords, statusCodeOf } from "./docker-engine.ts";
import { ImageUnavailableError } from "./image-unavailable-error.ts";
import { readLogFrames } from "./log-frames.ts";
import { toContainerBody } from "./to-container-body.ts";
import type { Workload, WorkloadExit, WorkloadOutput, WorkloadRequest } from "./workload-backend.ts";
import { WorkloadStartError } from "./workload-start-error.ts";

interface ContainerState {
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
  readonly StartedAt: string;
  readonly FinishedAt: string;
}

/** Creates and starts a container. Throws `WorkloadStartError` and `ImageUnavailableError`, and then leaves none. */
export async function startContainer(engine: DockerEngine, request: WorkloadRequest): Promise<Workload> {
  const id = await createContainer(engine, request);
  const path = `/containers/${id}`;
  const remove = async (): Promise<void> => {
    await ignoring([404, 409], engine.read({ method: "DELETE", path, query: { force: true, v: true } }));
  };
  const startedAt = await engine.read({ method: "POST", path: `${path}/start` }).then(
    () => new Date(),
    async (error: unknown) => {
      await remove();
      throw toStartError(error);
    },
  );
  const exited = watchContainer(engine, path);

  async function* output({
    follow = false,
    signal,
  }: { readonly follow?: boolean; readonly signal?: AbortSignal } = {}): AsyncGenerator<WorkloadOutput> {
    let told = 0;
    for await (const frame of readOutput(follow, signal)) {
      told += 1;
      yield frame;
    }
    if (!follow) return;
    // Where an engine follows, it may end without what came last.
    await exited;
    let known = told;
    for await (const frame of readOutput(false, signal)) {
      if (known > 0) known -= 1;
      else yield frame;
    }
  }

  async function* readOutput(follow: boolean, signal: AbortSignal | undefined): AsyncGenerator<WorkloadOutput> {
    const query = { follow, stdout: true, stderr: true, timestamps: true };
    yield* readLogFrames(await engine.send({ method: "GET", path: `${path}/logs`, query, signal }));
  }

  return {
    id,
    startedAt,
    exited,
    output,
    async stop(graceSeconds) {
      const query = { t: Math.ceil(graceSeconds) };
      await ignoring([404], engine.read({ method: "POST", path: `${path}/stop`, query }));
      await exited;
    },
    async kill() {
      await ignoring([404, 409], engine.read({ method: "POST", path: `${path}/kill` }));
      await exited;
    },
    async remove() {
      await remove();
      await exited;
    },
  };
}

async function createContainer(engine: DockerEngine, request: WorkloadRequest): Promise<string> {
  try {
    const query = { name: request.name };
    const body = toContainerBody(request);
    const { Id } = await engine.read<{ Id: string }>({ method: "POST", path: "/containers/create", query, body });
    return Id;
  } catch (error) {
    const message = engineWords(error);
    if (statusCodeOf(error) === 404) {
      throw new ImageUnavailableError({ image: request.image, problem: "absent", message });
    }
    throw statusCodeOf(error) === null ? error : new WorkloadStartError({ message, exitCode: 128, cause: error });
  }
}

/** Never rejects: a container that was removed while it ran was killed. */
async function watchContainer(engine: DockerEngine, path: string): Promise<WorkloadExit> {
  try {
    const waited = await engine.read<{ StatusCode: number }>({ method: "POST", path: `${path}/wait` });
    const inspected = await engine
      .read<{ State: ContainerState }>({ method: "GET", path: `${path}/json` })
      .catch(() => null);
    if (inspected === null) return toExit(waited.StatusCode, false, new Date());
    const { ExitCode, OOMKilled, FinishedAt } = inspected.State;
    // Set also where only a child was killed and the command went on.
    return toExit(ExitCode, OOMKilled && ExitCode !== 0, new Date(FinishedAt));
  } catch {
    return toExit(128 + constants.signals.SIGKILL, false, new Date());
  }
}

function toExit(exitCode: number, isOutOfMemory: boolean, finishedAt: Date): WorkloadExit {
  const signals = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  const signal = signals.find(([, number]) => number === exitCode - 128)?.[0] ?? null;
  return { exitCode, signal, isOutOfMemory, finishedAt };
}

function toStartError(error: unknown): unknown {
  if (statusCodeOf(error) === null) return error;
  const message = engineWords(error);
  const exitCode = /permission denied/.test(message) ? 126 : 127;
  return new WorkloadStartError({ message, exitCode, cause: error });
}

async function ignoring(statusCodes: readonly number[], request: Promise<unknown>): Promise<void> {
  await request.catch((error: unknown) => {
    if (!statusCodes.includes(statusCodeOf(error) ?? 0)) throw error;
  });
}
