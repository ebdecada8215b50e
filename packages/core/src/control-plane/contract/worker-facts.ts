import assert from "node:assert/strict";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { type ControlPlaneFact, createRun, expectRefusal, uniqueName } from "./control-plane-fact.ts";

/** Workers, and what shows who holds a pool's slots. */
export const workerFacts: readonly ControlPlaneFact[] = [
  {
    name: "a worker is known from its first heartbeat, makes its pool ready, and can be forgotten",
    async check(client) {
      const name = uniqueName("pool");
      const pool = await client.createWorkPool({ name, type: "process" });
      await client.heartbeatWorker(name, { name: "w", heartbeat_interval_seconds: 10 });
      await client.heartbeatWorker(name, { name: "w", heartbeat_interval_seconds: 20 });
      const [worker, ...others] = await client.filterWorkers(name);
      assert.deepEqual(
        [worker?.name, worker?.work_pool_id, worker?.status, worker?.heartbeat_interval_seconds, others],
        ["w", pool.id, "ONLINE", 20, []],
      );
      assert.equal((await client.readWorkPool(name))?.status, "READY");
      const offline = await client.filterWorkers(name, { workers: { status: { any_: ["OFFLINE"] } } });
      assert.deepEqual(offline, []);
      await client.deleteWorker(name, "w");
      assert.deepEqual(await client.filterWorkers(name), []);
      await expectRefusal(ObjectNotFoundError, /not found/, client.deleteWorker(name, "w"));
      await expectRefusal(ObjectNotFoundError, /not found/, client.heartbeatWorker(uniqueName("pool"), { name: "w" }));
    },
  },
  {
    name: "the runs that hold a pool's slots are told, queue by queue",
    async check(client) {
      const name = uniqueName("pool");
      await client.createWorkPool({ name, type: "process", concurrency_limit: 4 });
      await client.createWorkQueue(name, { name: "other", concurrency_limit: 2 });
      const run = await createRun(client, { work_pool_name: name, work_queue_name: "other" });
      const ended = await createRun(client, { work_pool_name: name });
      await client.setFlowRunState(ended.id, { type: "COMPLETED" }, { force: true });
      const status = await client.readWorkPoolConcurrency(name);
      assert.deepEqual(
        [status.active_slots, status.concurrency_limit, status.count, status.pages, status.page],
        [1, 4, 2, 1, 1],
      );
      const other = status.queues.find((queue) => queue.queue_name === "other");
      assert.deepEqual([other?.active_slots, other?.concurrency_limit, other?.flow_run_count], [1, 2, 1]);
      assert.deepEqual(
        other?.flow_runs.map(({ id, name: runName, state_type }) => [id, runName, state_type]),
        [[run.id, run.name, "PENDING"]],
      );
      const first = await client.readWorkPoolConcurrency(name, { limit: 1 });
      assert.deepEqual([first.pages, first.queues.map(({ queue_name }) => queue_name)], [2, ["default"]]);
    },
  },
  {
    name: "labels are added to those that a run has",
    async check(client) {
      const run = await createRun(client, { labels: { kept: "a", changed: 1 } });
      await client.updateFlowRunLabels(run.id, { changed: 2, "prefect.worker.name": "w" });
      const { labels } = await client.readFlowRun(run.id);
      assert.deepEqual([labels?.["kept"], labels?.["changed"], labels?.["prefect.worker.name"]], ["a", 2, "w"]);
    },
  },
  {
    name: "flows are found by name and by the runs that they have, and go with their runs",
    async check(client) {
      const tag = uniqueName("tag");
      const run = await createRun(client, { tags: [tag] });
      const { name } = await client.readFlow(run.flow_id);
      const found = await client.filterFlows({ flows: { name: { any_: [name] } } });
      const byRun = await client.filterFlows({ flow_runs: { tags: { all_: [tag] } } });
      const none = await client.filterFlows({ flow_runs: { tags: { all_: [uniqueName("tag")] } } });
      assert.deepEqual(
        [found, byRun, none].map((flows) => flows.map(({ id }) => id)),
        [[run.flow_id], [run.flow_id], []],
      );
      await client.deleteFlow(run.flow_id);
      await expectRefusal(ObjectNotFoundError, /not found/, client.readFlow(run.flow_id));
      await expectRefusal(ObjectNotFoundError, /not found/, client.readFlowRun(run.id));
    },
  },
];
