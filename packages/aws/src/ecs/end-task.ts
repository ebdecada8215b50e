import type { ClusterPoller } from "./cluster-poller.ts";
import type { EcsApi } from "./ecs-api.ts";
import { patiently } from "./ecs-patience.ts";
import { EcsApiError } from "./errors/ecs-api-error.ts";
import { ownStopReason } from "./map-ecs-status.ts";
import { createTaskLooks } from "./task-looks.ts";
import type { TaskReference } from "./task-reference.ts";

/**
 * Stops a task and resolves once ECS says that it has stopped. ECS asks its containers to end, and ends them by force
 * after the `stopTimeout` of their definition: no other grace can be asked for.
 */
export async function endTask(
  api: EcsApi,
  poller: ClusterPoller,
  { cluster, task: arn }: TaskReference,
  missingMilliseconds: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  if (!(await stop(api, cluster, arn))) return;
  using looks = createTaskLooks(poller, arn, missingMilliseconds);
  for (;;) {
    const task = await looks.next(signal);
    if (task === null || task.lastStatus === "STOPPED") return;
  }
}

/** Whether there was a task to stop. */
async function stop(api: EcsApi, cluster: string, arn: string): Promise<boolean> {
  try {
    await patiently(() => api.stopTask(cluster, arn, ownStopReason));
    return true;
  } catch (error) {
    if (EcsApiError.isInstance(error) && error.code === "InvalidParameterException") return false;
    throw error;
  }
}
