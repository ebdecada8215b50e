/** What of a task matters here, as `DescribeTasks` tells it. */
export interface EcsTask {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly lastStatus: string;
  readonly desiredStatus?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
  readonly createdAt?: Date;
  readonly containers: readonly EcsContainer[];
  readonly tags: readonly { readonly key?: string; readonly value?: string }[];
}

export interface EcsContainer {
  readonly name: string;
  readonly lastStatus?: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** What stands in the place of a task in an answer that has none. */
export interface EcsFailure {
  readonly arn?: string;
  readonly reason?: string;
  readonly detail?: string;
}
