import type { JsonObject } from "prefect-core/provider";
import type { EcsFailure, EcsTask } from "./ecs-task.ts";

/** What is asked of AWS, one method per request. Every method rejects with an error of this package. */
export interface EcsApi {
  readonly region: string;
  /** The cluster's ARN. Throws `ClusterNotFoundError`. */
  describeCluster(cluster: string | null): Promise<string>;
  runTask(request: JsonObject): Promise<TaskAnswer>;
  /** At most 100. */
  describeTasks(cluster: string, tasks: readonly string[]): Promise<TaskAnswer>;
  listTasks(cluster: string | null, desiredStatus: "RUNNING" | "STOPPED"): AsyncIterable<readonly string[]>;
  stopTask(cluster: string, task: string, reason: string): Promise<void>;
  /** By ARN, or by family, of which it is the latest; `null` where there is none. */
  describeTaskDefinition(name: string): Promise<RegisteredDefinition | null>;
  registerTaskDefinition(request: JsonObject): Promise<RegisteredDefinition>;
  deregisterTaskDefinition(arn: string): Promise<void>;
  /** Newest first. */
  listTaskDefinitions(family: string): AsyncIterable<readonly string[]>;
  listFamilies(prefix: string): AsyncIterable<readonly string[]>;
  /** All subnets of a VPC; of the default one where `null`. Throws `VpcNotFoundError`. */
  findSubnets(vpcId: string | null): Promise<readonly string[]>;
  /** A page of a stream from where the token says; `null` where the stream is not there. */
  readLogPage(stream: LogStreamName, token: string | null): Promise<LogPage | null>;
  /** Whether EC2's look-ups are allowed; throws where they are not. */
  probeNetworks(): Promise<void>;
}

export interface TaskAnswer {
  readonly tasks: readonly EcsTask[];
  readonly failures: readonly EcsFailure[];
}

export interface RegisteredDefinition {
  readonly arn: string;
  readonly definition: JsonObject;
  /** Whether new tasks can be started from it. */
  readonly isActive: boolean;
  readonly tags: readonly { readonly key?: string; readonly value?: string }[];
}

export interface LogStreamName {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
}

export interface LogPage {
  readonly events: readonly { readonly timestamp: number; readonly message: string }[];
  /** The same as was given: there is nothing more yet. */
  readonly nextToken: string | null;
}
