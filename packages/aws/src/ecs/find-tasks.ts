import type { FoundInfrastructure } from "prefect-core/provider";
import { toFoundInfrastructure } from "prefect-core/provider";
import type { EcsApi } from "./ecs-api.ts";
import { toTags } from "./ecs-names.ts";
import { patiently } from "./ecs-patience.ts";
import type { EcsTask } from "./ecs-task.ts";
import { toTaskPhase } from "./map-ecs-status.ts";
import { referenceTo, toTaskReference } from "./task-reference.ts";

/** The tasks of a cluster that bear all the labels: what runs, and what has stopped within the last hour or so. */
export async function* findTasks(
  api: EcsApi,
  cluster: string | null,
  labels: Readonly<Record<string, string>>,
): AsyncGenerator<FoundInfrastructure, void> {
  const wanted = toTags(labels);
  const seen = new Set<string>();
  for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
    for await (const page of api.listTasks(cluster, desiredStatus)) {
      const fresh = page.filter((arn) => !seen.has(arn));
      if (fresh.length === 0) continue;
      // A task may be stopped between the two lists.
      for (const arn of fresh) seen.add(arn);
      const { tasks } = await patiently(() => api.describeTasks(cluster ?? "default", fresh));
      for (const task of tasks) if (bears(task, wanted)) yield toFound(task);
    }
  }
}

function bears({ tags }: EcsTask, wanted: ReturnType<typeof toTags>): boolean {
  return wanted.every(({ key, value }) => tags.some((tag) => tag.key === key && (tag.value ?? "") === value));
}

function toFound(task: EcsTask): FoundInfrastructure {
  const reference = referenceTo(task);
  const isRunning = toTaskPhase(task, reference.container).kind === "running";
  return toFoundInfrastructure(
    { reference: toTaskReference(reference), isRunning },
    (name) => task.tags.find(({ key }) => key === name)?.value,
  );
}
