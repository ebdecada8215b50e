import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FoundInfrastructure, Launcher } from "../../contracts/launcher.ts";
import { prefectHome } from "../../settings/load-settings.ts";
import { toFoundInfrastructure } from "../found-infrastructure.ts";
import { killProcess, untilDeparted } from "./kill-process.ts";
import type { ProcessConfiguration } from "./process-configuration.ts";
import { processDirectory } from "./process-directory.ts";
import { processPresence } from "./process-identity.ts";
import { fromProcessReference, toProcessReference } from "./process-reference.ts";
import { readIdentity, startProcess } from "./start-process.ts";
import type { LaunchRecord } from "./start-process.ts";
import { watchProcess } from "./watch-process.ts";

/**
 * Starts commands as processes of this machine, each in a session of its own, so that a terminal's Ctrl-C does not
 * reach it and it outlives this process. `directory` holds their files. Default: `processes` in `PREFECT_HOME`.
 */
export function createProcessLauncher({
  directory = join(prefectHome(), "processes"),
}: { readonly directory?: string } = {}): Launcher<ProcessConfiguration> {
  return {
    async launch(request) {
      request.signal?.throwIfAborted();
      const files = processDirectory(join(directory, `${request.flowRunId}-${request.attempt}`));
      return toProcessReference(files, await startProcess(request, files));
    },
    watch: watchProcess,
    kill: killProcess,
    async cleanup(reference) {
      const { directory: files, identity } = fromProcessReference(reference);
      await untilDeparted(identity);
      await rm(files.path, { recursive: true, force: true });
    },
    find: (labels) => findProcesses(directory, labels),
  };
}

async function* findProcesses(
  directory: string,
  labels: Readonly<Record<string, string>>,
): AsyncGenerator<FoundInfrastructure, void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.sort()) {
    const files = processDirectory(join(directory, name));
    const record = await readLaunchRecord(files.launch);
    const identity = await readIdentity(files);
    if (record === null || identity === null) continue;
    if (!Object.entries(labels).every(([label, value]) => record.labels[label] === value)) continue;
    const reference = toProcessReference(files, identity);
    const isRunning = (await processPresence(identity)) === "running";
    yield toFoundInfrastructure({ reference, isRunning }, (label) => record.labels[label]);
  }
}

async function readLaunchRecord(path: string): Promise<LaunchRecord | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as LaunchRecord);
}
