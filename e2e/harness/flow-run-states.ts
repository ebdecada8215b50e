import type { Project } from "./project.ts";

/** The state type of every run that the project's control plane knows. */
export async function listStateTypes(project: Project): Promise<string[]> {
  const runs = JSON.parse(await project.prefect("flow-run", "ls", "--limit", "200", "--output", "json")) as {
    state_type: string;
  }[];
  return runs.map((run) => run.state_type);
}

const terminal = new Set(["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]);

/** The runs that did not end. */
export async function listUnfinished(project: Project): Promise<string[]> {
  return (await listStateTypes(project)).filter((type) => !terminal.has(type));
}
