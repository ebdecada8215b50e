import { readdir, readFile } from "node:fs/promises";

/** A process of this machine that belongs to a flow run, in a container or not. */
export interface RunProcess {
  readonly id: number;
  readonly command: readonly string[];
}

/** Every process that runs and has the flow run's id in its environment, as all that a run starts inherits. */
export async function findRunProcesses(flowRunId: string): Promise<readonly RunProcess[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(ids.map((id) => readRunProcess(Number(id), flowRunId)));
  return found.filter((process) => process !== null);
}

/** The process that executes the attempt, not the shell or the first process around it. */
export async function findRunner(flowRunId: string): Promise<RunProcess | null> {
  const processes = await findRunProcesses(flowRunId);
  return (
    processes.find(
      ({ command: [program = "", script = ""] }) => program.endsWith("node") && script.endsWith("runner.mjs"),
    ) ?? null
  );
}

async function readRunProcess(id: number, flowRunId: string): Promise<RunProcess | null> {
  const read = (name: string): Promise<string> => readFile(`/proc/${id}/${name}`, "utf8").catch(() => "");
  const environment = (await read("environ")).split("\0");
  if (!environment.includes(`PREFECT__FLOW_RUN_ID=${flowRunId}`)) return null;
  // What has ended and nobody has collected has no command line any more.
  const command = (await read("cmdline")).split("\0").filter(Boolean);
  return command.length === 0 ? null : { id, command };
}

/** Ends everything of a run at once, as a machine that fails does. */
export async function killRunProcesses(flowRunId: string): Promise<void> {
  for (const { id } of await findRunProcesses(flowRunId)) killQuietly(id);
}

/** One that is gone is no error. */
export function killQuietly(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
