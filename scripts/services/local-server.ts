import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { TaskError } from "../task.mjs";

const startTimeoutSeconds = 120;

export interface LocalServerOptions {
  /** For messages and its temporary directory: `prefect-server`. */
  readonly name: string;
  /** What starts it on a port of 127.0.0.1, with a directory of its own. */
  toCommand(place: { readonly port: number; readonly directory: string }): readonly string[];
  readonly env?: (place: { readonly directory: string }) => NodeJS.ProcessEnv;
  /** The path that it answers once it is ready. */
  readonly readyPath: string;
  /** What it answers then. Default: any 2xx. */
  readonly readyStatus?: number;
}

export interface LocalServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server program, waits until it answers, and ends its whole process group in the end. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { name, toCommand, env = () => process.env, readyPath, readyStatus } = options;
  const directory = await mkdtemp(path.join(tmpdir(), `${name}-`));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(directory, "server.log");
  const log = await open(logFile, "w");
  const [program = "", ...args] = toCommand({ port, directory });
  const server = spawn(program, args, {
    env: env({ directory }),
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  server.once("error", () => undefined);
  const stop = async (): Promise<void> => {
    await endGroup(server);
    await log.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    if (!(await becomesReady(url + readyPath, server, readyStatus))) {
      const lastLines = (await readFile(logFile, "utf8")).split("\n").slice(-20).join("\n");
      throw new TaskError(`${name} does not answer at ${url}${readyPath}; its last lines:\n${lastLines}`);
    }
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function becomesReady(url: string, server: ChildProcess, status: number | undefined): Promise<boolean> {
  const deadline = Date.now() + startTimeoutSeconds * 1000;
  while (Date.now() < deadline && server.pid !== undefined && server.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (status === undefined ? response?.ok === true : response?.status === status) return true;
    await delay(200);
  }
  return false;
}

/** Servers start processes of their own, so the whole group is ended. */
async function endGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  process.kill(-server.pid, "SIGTERM");
  const killer = setTimeout(() => process.kill(-Number(server.pid), "SIGKILL"), 10_000);
  await ended;
  clearTimeout(killer);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new TaskError("No free port on 127.0.0.1.");
  return address.port;
}
