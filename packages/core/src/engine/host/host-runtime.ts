import { openControlPlane } from "../../control-plane/open-control-plane.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { toJsonView } from "../../serialization/json-view.ts";
import { loadSettings } from "../../settings/load-settings.ts";
import type { Settings } from "../../settings/settings.ts";
import type { FlowRunSession, FlowRuntime, RunRequest } from "../flow-runtime.ts";
import { flowVersion } from "../flow-version.ts";
import { createPauseGate } from "../pause-gate.ts";
import { createConsoleLog } from "./console-log.ts";
import { createLogBatch } from "./log-batch.ts";
import { createParentTaskRun } from "./parent-task-run.ts";
import { keepResult } from "./keep-result.ts";
import { watchCancellation } from "./watch-cancellation.ts";

/** Runs flows in this process, as runs of the control plane that the settings name when a flow is called. */
export function createHostRuntime(): FlowRuntime {
  return {
    async beginRun(request) {
      const settings = loadSettings();
      return await beginHostRun(await openControlPlane(settings), settings, request);
    },
  };
}

/** Makes the record of a run and connects it to the control plane. */
export async function beginHostRun(
  client: PrefectClient,
  settings: Settings,
  request: RunRequest,
): Promise<FlowRunSession> {
  const { definition, parameters, tags, parent } = request;
  const { retries = 0, retryDelaySeconds } = definition.options;
  const flow = await client.createFlow({ name: definition.name });
  const record = await client.createFlowRun({
    flow_id: flow.id,
    flow_version: flowVersion(definition),
    parameters: toJsonView(parameters),
    tags,
    state: { type: "PENDING", name: "Pending" },
    parent_task_run_id: parent === null ? null : await createParentTaskRun(client, parent, definition),
    // The engine itself waits for what whole seconds cannot say.
    empirical_policy: {
      retries,
      retry_delay: typeof retryDelaySeconds === "number" ? Math.floor(retryDelaySeconds) : 0,
    },
  });

  let { name } = record;
  const print = createConsoleLog(settings.loggingLevel);
  const batch = createLogBatch(client, record.id, settings);
  const pauses = createPauseGate();
  const watch = watchCancellation(client, record.id, () => name, pauses.see);
  return {
    id: record.id,
    get name() {
      return name;
    },
    tags,
    firstRunCount: 1,
    interruption: watch.signal,
    settleSeconds: () => 0,
    keepResult: (value) => keepResult(client, settings, definition, value),
    readyError: () => Promise.resolve(),
    async propose(proposal) {
      const answer = await client.setFlowRunState(record.id, proposal);
      if (proposal.type === "PAUSED" && answer.status === "ACCEPT") pauses.pause();
      return answer;
    },
    resumed: pauses.resumed,
    async rename(newName) {
      await client.updateFlowRun(record.id, { name: newName });
      name = newName;
    },
    log(entry) {
      print(entry, name);
      batch.add(entry);
    },
    async close() {
      watch.end();
      await batch.close();
    },
  };
}
