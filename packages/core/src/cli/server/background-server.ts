import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStartTime } from "../../infrastructure/process/process-identity.ts";

/** A server that was started in the background, as a file in `PREFECT_HOME` keeps it. */
export interface BackgroundServer {
  readonly processId: number;
  /** Tells the process from a later one with the same id. */
  readonly startTime: string;
  readonly apiUrl: string;
}

/** Prefect's Python edition keeps a `server.pid` of its own in the same directory. */
function fileIn(home: string): string {
  return join(home, "server-typescript.json");
}

export function backgroundLogFile(home: string): string {
  return join(home, "server-typescript.log");
}

/** `null` where none was started, or it is gone. */
export async function readBackgroundServer(home: string): Promise<BackgroundServer | null> {
  const text = await readFile(fileIn(home), "utf8").catch(() => null);
  if (text === null) return null;
  const server = JSON.parse(text) as BackgroundServer;
  return (await readStartTime(server.processId)) === server.startTime ? server : null;
}

export async function writeBackgroundServer(home: string, processId: number, apiUrl: string): Promise<void> {
  const server: BackgroundServer = { processId, startTime: (await readStartTime(processId)) ?? "", apiUrl };
  await writeFile(fileIn(home), JSON.stringify(server));
}

export async function forgetBackgroundServer(home: string): Promise<void> {
  await rm(fileIn(home), { force: true });
}
