import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";
import type { JsonObject } from "../../contracts/json.ts";
import { parseProcessStatus } from "./process-status.ts";

/** A process, told apart from any later one with the same id, on this machine or after a restart of it. */
export interface ProcessIdentity {
  readonly processId: number;
  /** In the operating system's own words; only compared. */
  readonly startTime: string;
  readonly bootId: string;
  readonly host: string;
}

/** What the wrapper wrote about itself: process id, `/proc` status or `ps` start time, boot id, host; a line each. */
export function parseIdentity(text: string): ProcessIdentity {
  const [processId = "", started = "", bootId = "", host = ""] = text.split("\n");
  return {
    processId: Number(processId),
    startTime: parseProcessStatus(started)?.startTime ?? started.trim(),
    bootId: bootId.trim(),
    host,
  };
}

export function toIdentityDetails(identity: ProcessIdentity): JsonObject {
  return { ...identity };
}

/** `unreachable` where only another machine can tell; `restarted` where this one was, since the process started. */
export type ProcessPresence = "running" | "gone" | "restarted" | "unreachable";

export async function processPresence(identity: ProcessIdentity): Promise<ProcessPresence> {
  if (identity.host !== hostname()) return "unreachable";
  if ((await readBootId()) !== identity.bootId) return "restarted";
  return (await readStartTime(identity.processId)) === identity.startTime ? "running" : "gone";
}

/** `null` where there is no such process, or nothing is left of it but its exit code. */
export async function readStartTime(processId: number): Promise<string | null> {
  if (process.platform !== "linux") return runQuietly("ps", ["-o", "lstart=", "-p", String(processId)]);
  const text = await readFile(`/proc/${processId}/stat`, "utf8").catch(() => null);
  const status = text === null ? null : parseProcessStatus(text);
  return status === null || status.hasEnded ? null : status.startTime;
}

let bootId: Promise<string> | undefined;

/** Another one after each start of the machine. */
export function readBootId(): Promise<string> {
  bootId ??= loadBootId();
  return bootId;
}

async function loadBootId(): Promise<string> {
  if (process.platform !== "linux") return (await runQuietly("sysctl", ["-n", "kern.boottime"])) ?? "";
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}

async function runQuietly(command: string, parameters: readonly string[]): Promise<string | null> {
  const environment = { ...process.env, LC_ALL: "C" };
  const result = await promisify(execFile)(command, parameters, { env: environment }).catch(() => null);
  const text = result?.stdout.trim() ?? "";
  return text === "" ? null : text;
}
