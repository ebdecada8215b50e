import type { Container, RunTaskRequest, Tag, Task, TaskDefinition } from "@aws-sdk/client-ecs";

/** What the API answers has times as seconds. */
export type Answered<T> = { [Key in keyof T]: T[Key] extends Date | undefined ? number | undefined : T[Key] };

export type StoredDefinition = Answered<TaskDefinition> & {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  status: "ACTIVE" | "INACTIVE";
  readonly tags: readonly Tag[];
};

export type StoredContainer = Container & { name: string };

export interface StoredTask extends Omit<Answered<Task>, "containers" | "tags"> {
  taskArn: string;
  clusterArn: string;
  taskDefinitionArn: string;
  lastStatus: string;
  desiredStatus: string;
  containers: StoredContainer[];
  tags: Tag[];
}

export type RunTaskInput = RunTaskRequest;

export const account = "123456789012";

export function toArn(region: string, resource: string): string {
  return `arn:aws:ecs:${region}:${account}:${resource}`;
}

export function now(): number {
  return Date.now() / 1000;
}

/** `name` of `arn:...:cluster/name` or of `name`. */
export function lastName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** `name` of `arn:...:task-definition/name:1`, of `name:1` or of `name`. */
export function familyOf(taskDefinition: string): string {
  return lastName(taskDefinition).split(":")[0] ?? "";
}
