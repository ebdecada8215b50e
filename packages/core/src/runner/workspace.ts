import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { EngineStart } from "../contracts/runner-protocol.ts";
import { startDescriptor } from "./engine-process.ts";
import { protocolVersion } from "./engine-message.ts";

/** How often the engine shows that it lives. */
const heartbeatSeconds = 30;

/** The directories that an attempt lives in. */
export interface Workspace extends AsyncDisposable {
  /** What the engine is given: itself, the code, the input and `start.json`. Readable by this user only. */
  readonly engineDirectory: string;
  /** Where the flow runs, with the included files in it. */
  readonly workingDirectory: string;
  /** A file of the runner's own. */
  path(name: string): string;
}

/** Makes the directories; a working directory that was named is made where it is missing, and left in place. */
export async function createWorkspace(workingDirectory: string | null): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), "prefect-run-"));
  const engineDirectory = join(root, "engine");
  const flowDirectory = workingDirectory === null ? join(root, "work") : resolve(workingDirectory);
  try {
    await mkdir(engineDirectory, { mode: 0o700 });
    await mkdir(flowDirectory, { recursive: true, mode: 0o700 });
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
  return {
    engineDirectory,
    workingDirectory: flowDirectory,
    path: (name) => join(root, name),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The process starts while the engine is still fetched and verified: it waits for a byte, or ends without one. */
const entry = `import { closeSync, readSync } from "node:fs";
if (readSync(${startDescriptor}, Buffer.alloc(1)) === 0) process.exit(1);
closeSync(${startDescriptor});
const { runChild } = await import("./engine.mjs");
await runChild(import.meta.dirname);
`;

/** Writes what tells the engine which run it is; gives the path of the module that starts it. */
export async function writeEntry(workspace: Workspace, manifest: BundleManifest): Promise<string> {
  const start = JSON.stringify(toEngineStart(manifest));
  const entryPath = join(workspace.engineDirectory, "start.mjs");
  await Promise.all([
    writeFile(join(workspace.engineDirectory, "start.json"), start, { mode: 0o600 }),
    writeFile(entryPath, entry, { mode: 0o600 }),
  ]);
  return entryPath;
}

function toEngineStart({ flowRunId, flowName, attempt, exportName, nested, run }: BundleManifest): EngineStart {
  return {
    protocolVersion,
    flowRunId,
    flowRunName: run.name,
    flowName,
    exportName,
    // Each attempt before this one started the function at least once, as far as this side can know.
    runCount: attempt,
    tags: run.tags,
    parameterNames: run.parameterNames,
    options: run.options,
    ...(run.timeoutSeconds === undefined ? {} : { timeoutSeconds: run.timeoutSeconds }),
    nested,
    heartbeatSeconds,
  };
}
