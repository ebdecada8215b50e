import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import type { MemoryWatch } from "./memory-watch.ts";
import { toHostPaths } from "./mount-paths.ts";
import { createOutputRecord } from "./output-record.ts";
import { membersByGroup } from "./process-groups.ts";
import type { Workload, WorkloadExit, WorkloadRequest } from "./workload-backend.ts";
import { WorkloadStartError } from "./workload-start-error.ts";

interface ProcessSurroundings {
  readonly imageEnv: Readonly<Record<string, string>>;
  readonly memoryWatch: MemoryWatch;
}

/** Starts the command in a process group of its own. Throws `WorkloadStartError`. */
export async function startProcess(
  { entrypoint, arguments: given, env, workingDirectory, mounts = [], memoryLimitBytes }: WorkloadRequest,
  { imageEnv, memoryWatch }: ProcessSurroundings,
): Promise<Workload> {
  const [program, ...rest] = [...(entrypoint ?? []), ...(given ?? [])].map((part) => toHostPaths(part, mounts));
  if (program === undefined) throw new WorkloadStartError({ message: "no command specified", exitCode: 127 });
  const variables = Object.entries(env).map(([name, value]) => [name, toHostPaths(value, mounts)]);
  const child = spawn(program, rest, {
    env: { ...imageEnv, ...Object.fromEntries(variables) },
    ...(workingDirectory == null ? {} : { cwd: toHostPaths(workingDirectory, mounts) }),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  await once(child, "spawn").catch((cause: NodeJS.ErrnoException) => {
    throw toStartError(program, cause);
  });
  const group = Number(child.pid);
  const startedAt = new Date();
  let isOutOfMemory = false;
  const stopWatching =
    memoryLimitBytes == null
      ? () => undefined
      : memoryWatch.add(group, memoryLimitBytes, (processes) => {
          isOutOfMemory = true;
          for (const id of processes) signal(id, "SIGKILL");
        });
  const output = createOutputRecord();
  child.stdout?.on("data", (chunk: Buffer) => output.add("stdout", chunk));
  child.stderr?.on("data", (chunk: Buffer) => output.add("stderr", chunk));
  const exited = ended(child).then((exit): WorkloadExit => {
    stopWatching();
    output.end();
    return { ...exit, isOutOfMemory, finishedAt: new Date() };
  });
  // What the command left running ends with it, as in a container; it would also hold the output open.
  child.once("exit", () => signalGroup(group, "SIGKILL"));

  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      // As long as it runs it is known what it started, in groups of their own too.
      const members = (await membersByGroup(new Set([group]))).get(group) ?? [];
      signalGroup(group, "SIGKILL");
      for (const { id } of members) signal(id, "SIGKILL");
    }
    await exited;
  };
  return {
    id: `process-${group}`,
    startedAt,
    exited,
    output: (options) => output.read(options),
    async stop(graceSeconds) {
      if (child.exitCode !== null || child.signalCode !== null) return void (await exited);
      child.kill("SIGTERM");
      const killer = setTimeout(() => void kill(), graceSeconds * 1000);
      await exited;
      clearTimeout(killer);
    },
    kill,
    remove: kill,
  };
}

async function ended(child: ChildProcess): Promise<Pick<WorkloadExit, "exitCode" | "signal">> {
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { exitCode: signal === null ? Number(code) : 128 + constants.signals[signal], signal };
}

function signalGroup(group: number, name: NodeJS.Signals): void {
  signal(-group, name);
}

/** One that is gone is no error. */
function signal(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** In the words of the runtime that starts containers. */
function toStartError(program: string, cause: NodeJS.ErrnoException): WorkloadStartError {
  const isDenied = cause.code === "EACCES";
  const where = program.includes("/")
    ? `stat ${program}: no such file or directory`
    : "executable file not found in $PATH";
  const problem = isDenied ? "permission denied" : where;
  const message =
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: " +
    `unable to start container process: exec: "${program}": ${problem}: unknown`;
  return new WorkloadStartError({ message, exitCode: isDenied ? 126 : 127, cause });
}
