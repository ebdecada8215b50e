import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Duplex, Readable } from "node:stream";

/** Of the child: what its entry waits for. */
export const startDescriptor = 5;

export interface EngineProcessOptions {
  /** The absolute path of `start.mjs`. */
  readonly entryPath: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly heapMegabytes: number | null;
}

export interface EngineExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The flow's process, which leads a process group of its own. */
export interface EngineProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** File descriptor 3 of the child. */
  readonly channel: Duplex;
  /** File descriptor 4 of the child. */
  readonly result: Readable;
  readonly exited: Promise<EngineExit>;
  /** Lets it load the engine, which must be in place and verified by now. */
  begin(): void;
  /** Ends the process and everything that it started. */
  kill(): void;
  /** Closes the pipes that a process which left the group still holds. */
  closePipes(): void;
  readonly pipesClosed: boolean;
}

/** Starts a process that waits for `begin`. Rejects where it cannot be started. */
export async function startEngineProcess(options: EngineProcessOptions): Promise<EngineProcess> {
  const heap = options.heapMegabytes === null ? [] : [`--max-old-space-size=${String(options.heapMegabytes)}`];
  const child = spawn(process.execPath, [...heap, options.entryPath], {
    cwd: options.workingDirectory,
    env: options.environment,
    // A terminal's Ctrl-C must reach the runner only, which passes it on in its own way.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
  });
  const exited = new Promise<EngineExit>((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  await once(child, "spawn");
  return toEngineProcess(child, exited);
}

type EngineStreams = readonly [null, Readable, Readable, Duplex, Readable, Duplex];

function toEngineProcess(child: ChildProcess, exited: Promise<EngineExit>): EngineProcess {
  const [, stdout, stderr, channel, result, start] = child.stdio as unknown as EngineStreams;
  // Writing to a process that is gone is no event: its exit says what there is to say.
  for (const stream of [stdout, stderr, channel, result, start]) stream.on("error", () => undefined);
  let pipesClosed = false;
  return {
    stdout,
    stderr,
    channel,
    result,
    exited,
    begin: () => void start.end("1"),
    kill: () => killGroup(child.pid),
    get pipesClosed() {
      return pipesClosed;
    },
    closePipes: () => {
      pipesClosed = true;
      for (const stream of [stdout, stderr, channel, result, start]) stream.destroy();
    },
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // No such group, or (as macOS says it) one of dead processes only: there is nothing left to end.
    if (!["ESRCH", "EPERM"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}
