import type { FlowDefinition } from "../../contracts/flow.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { nextChildNumber, type ActiveRun } from "../active-run.ts";

/**
 * Makes the placeholder task run through which Prefect links a flow run to the run that called it; its id goes into
 * the child's `parent_task_run_id`, and the control plane then mirrors the child's states onto it.
 */
export async function createParentTaskRun(
  client: PrefectClient,
  parent: ActiveRun,
  definition: FlowDefinition,
): Promise<string> {
  const dynamicKey = String(nextChildNumber(parent, definition.name));
  const taskRun = await client.createTaskRun({
    name: `${definition.name}-${dynamicKey}`,
    flow_run_id: parent.session.id,
    task_key: definition.name,
    dynamic_key: dynamicKey,
    tags: parent.session.tags,
    state: { type: "PENDING", name: "Pending" },
  });
  return taskRun.id;
}
