import { createPoller, type Poller } from "prefect-core/provider";
import type { EcsApi } from "./ecs-api.ts";
import { isPassing, isThrottled, silenceMilliseconds } from "./ecs-patience.ts";
import type { EcsTask } from "./ecs-task.ts";

/** A task by its ARN; `missing`: ECS says that it does not know it; `untold`: it says nothing of it. */
export type TaskLook = EcsTask | "missing" | "untold";

/** Asks for all tasks of a cluster that anybody in this process watches, 100 at a time. */
export type ClusterPoller = Poller<string, TaskLook>;

export interface PollTimes {
  /** Between two looks at the same task. */
  readonly pollMilliseconds: number;
  /** A task that was just started may not be known everywhere; one that is not after this time is gone. */
  readonly missingMilliseconds: number;
  /** Lines that a container wrote just before its end can be read after this time. */
  readonly settlingMilliseconds: number;
}

export const usualPollTimes: PollTimes = {
  pollMilliseconds: 2000,
  missingMilliseconds: 15_000,
  settlingMilliseconds: 1000,
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const tasksPerRequest = 100;

export function createClusterPoller(
  api: EcsApi,
  cluster: string,
  { pollMilliseconds }: Pick<PollTimes, "pollMilliseconds">,
): ClusterPoller {
  return createPoller({
    keyOf: (arn: string) => arn,
    async read(arns) {
      const { tasks, failures } = await api.describeTasks(cluster, arns);
      const found = new Map(tasks.map((task) => [task.taskArn, task]));
      const missing = new Set(failures.flatMap(({ arn, reason }) => (reason === "MISSING" ? [arn] : [])));
      return arns.map((arn) => found.get(arn) ?? (missing.has(arn) ? "missing" : "untold"));
    },
    targetsPerRead: tasksPerRequest,
    pollMilliseconds,
    toFailure(error, failingMilliseconds) {
      const isOver = failingMilliseconds > silenceMilliseconds && !isThrottled(error);
      return isPassing(error) && !isOver ? null : (error as Error);
    },
  });
}
