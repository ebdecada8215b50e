import type { ClusterPoller } from "./cluster-poller.ts";
import type { EcsTask } from "./ecs-task.ts";

/** Looks at one task, of which ECS may not know everywhere yet. */
export interface TaskLooks extends Disposable {
  /** The next look that tells something: the task, or `null` once ECS has not known it for a while. */
  next(signal: AbortSignal): Promise<EcsTask | null>;
}

export function createTaskLooks(poller: ClusterPoller, arn: string, missingMilliseconds: number): TaskLooks {
  const subscription = poller.subscribe(arn);
  let missingSince: number | null = null;
  return {
    async next(signal) {
      for (;;) {
        const look = await subscription.next(signal);
        if (look === "untold") continue;
        if (look !== "missing") {
          missingSince = null;
          return look;
        }
        missingSince ??= performance.now();
        if (performance.now() - missingSince >= missingMilliseconds) return null;
      }
    },
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  };
}
