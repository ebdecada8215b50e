import type { InfrastructureReference } from "prefect-core/provider";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import type { EcsTask } from "./ecs-task.ts";

/** What is known of a task in another process than the one that started it. */
export interface TaskReference {
  /** ARN. */
  readonly cluster: string;
  /** ARN. */
  readonly task: string;
  /** The container of the flow. */
  readonly container: string;
  /** ARN. */
  readonly definition: string;
  /** Whether the definition goes with the run. */
  readonly isDefinitionRemoved: boolean;
}

const containerTag = "prefect.io/container";
const removalTag = "prefect.io/deregister-task-definition";

/** What another process needs to know of a task, in its tags. */
export function referenceTags({
  containerName,
  isDefinitionRemoved,
}: Pick<EcsConfiguration, "containerName" | "isDefinitionRemoved">): Readonly<Record<string, string>> {
  return { [containerTag]: containerName, ...(isDefinitionRemoved ? { [removalTag]: "true" } : {}) };
}

export function referenceTo({ taskArn, clusterArn, taskDefinitionArn, tags }: EcsTask): TaskReference {
  const tag = (name: string): string | undefined => tags.find(({ key }) => key === name)?.value;
  return {
    cluster: clusterArn,
    task: taskArn,
    container: tag(containerTag) ?? "prefect",
    definition: taskDefinitionArn,
    isDefinitionRemoved: tag(removalTag) === "true",
  };
}

/** Prefect's `infrastructure_pid` is the cluster and the task. */
export function toTaskReference(reference: TaskReference): InfrastructureReference {
  return { type: "ecs", infrastructurePid: `${reference.cluster}::${reference.task}`, details: { ...reference } };
}

export function fromTaskReference({ details, infrastructurePid }: InfrastructureReference): TaskReference {
  const [cluster = "", task = ""] = infrastructurePid.split("::");
  const text = (key: string, otherwise: string): string => {
    const value = details[key];
    return typeof value === "string" && value !== "" ? value : otherwise;
  };
  return {
    cluster: text("cluster", cluster),
    task: text("task", task),
    container: text("container", "prefect"),
    definition: text("definition", ""),
    isDefinitionRemoved: details["isDefinitionRemoved"] === true,
  };
}
