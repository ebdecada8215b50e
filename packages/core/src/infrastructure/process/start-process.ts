import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import type { LaunchRequest } from "../../contracts/launcher.ts";
import { ProcessLaunchError } from "../../errors/process-launch-error.ts";
import type { ProcessConfiguration } from "./process-configuration.ts";
import type { ProcessDirectory } from "./process-directory.ts";
import { processEnvironment } from "./process-environment.ts";
import { parseIdentity } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { processWrapper } from "./process-wrapper.ts";

/** What a directory says of its process beside what the process itself left. */
export interface LaunchRecord {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/**
 * Starts the command, or finds the process that an earlier or concurrent launch of the same attempt started. Throws
 * `ProcessLaunchError`.
 */
export async function startProcess(
  request: LaunchRequest<ProcessConfiguration>,
  directory: ProcessDirectory,
): Promise<ProcessIdentity> {
  const earlier = await readIdentity(directory);
  if (earlier !== null) return earlier;
  const failed = (reason: string, mend: string, cause?: unknown): ProcessLaunchError =>
    new ProcessLaunchError({ flowRunId: request.flowRunId, directory: directory.path, reason, mend, cause });
  try {
    await mkdir(directory.work, { recursive: true, mode: 0o700 });
    await writeLaunchRecord(request, directory);
    await writeSecrets(request, directory);
  } catch (cause) {
    const mend = "Give this user write permission there and free space, or set PREFECT_HOME to another directory.";
    throw failed(`${directory.path} cannot be written`, mend, cause);
  }
  const cwd = await workingDirectory(request, directory, failed);
  const problem = await spawnWrapper(request, directory, cwd);
  const identity = await readIdentity(directory);
  if (identity === null) throw failed(problem || "its wrapper ended at once", "Check that /bin/sh and ln work here.");
  return identity;
}

/** `null` where no process has taken the attempt yet. */
export async function readIdentity({ identity }: ProcessDirectory): Promise<ProcessIdentity | null> {
  const text = await readFile(identity, "utf8").catch(() => null);
  return text === null ? null : parseIdentity(text);
}

async function writeLaunchRecord(
  { name, labels, expiresAt }: LaunchRequest<ProcessConfiguration>,
  { launch }: ProcessDirectory,
): Promise<void> {
  const record: LaunchRecord = { name, labels, expiresAt: expiresAt.toISOString() };
  const partial = `${launch}.${process.pid}.${performance.now()}`;
  try {
    await writeFile(partial, JSON.stringify(record));
    await rename(partial, launch);
  } finally {
    await rm(partial, { force: true });
  }
}

async function writeSecrets({ secrets }: LaunchRequest<ProcessConfiguration>, files: ProcessDirectory): Promise<void> {
  if (secrets !== undefined) await writeFile(files.secrets, JSON.stringify(secrets), { mode: 0o600 });
}

async function workingDirectory(
  { configuration }: LaunchRequest<ProcessConfiguration>,
  { work }: ProcessDirectory,
  failed: (reason: string, mend: string) => Error,
): Promise<string> {
  if (configuration.workingDirectory === null) return work;
  const path = resolve(configuration.workingDirectory);
  const isDirectory = await stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
  if (!isDirectory)
    throw failed(`its working directory ${path} does not exist`, "Make it, or change workingDirectory.");
  return path;
}

/** Resolves once the attempt is taken, by this wrapper or by another, with what the wrapper complained about. */
async function spawnWrapper(
  { command, env, secrets }: LaunchRequest<ProcessConfiguration>,
  { path, secrets: secretsFile }: ProcessDirectory,
  cwd: string,
): Promise<string> {
  const own = {
    PREFECT__RUNNER_WORKING_DIRECTORY: cwd,
    ...(secrets === undefined ? {} : { PREFECT__RUNNER_SECRETS_FILE: secretsFile }),
  };
  const wrapper = spawn("/bin/sh", ["-c", processWrapper, "prefect", path, hostname(), ...command], {
    cwd,
    env: processEnvironment(process.env, { ...own, ...env }),
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  wrapper.unref();
  return complaints(wrapper);
}

async function complaints(wrapper: ChildProcess): Promise<string> {
  let text = "";
  const failed = new Promise<string>((resolve) => wrapper.once("error", (error) => resolve(error.message)));
  const closed = new Promise<string>((resolve) => {
    wrapper.stderr?.setEncoding("utf8");
    wrapper.stderr?.on("data", (chunk: string) => (text += chunk));
    wrapper.stderr?.once("close", () => resolve(text.trim()));
  });
  return Promise.race([failed, closed]);
}
