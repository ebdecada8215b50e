import assert from "node:assert/strict";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { PrefectApiError } from "../../errors/prefect-api-error.ts";
import { RequestInvalidError } from "../../errors/request-invalid-error.ts";
import { type ControlPlaneFact, createRun, expectRefusal, propose, uniqueName } from "./control-plane-fact.ts";

/** Work pools, queues and the runs handed to workers. */
export const workPoolFacts: readonly ControlPlaneFact[] = [
  {
    name: "a pool has a default queue, is made once, changed and deleted",
    async check(client) {
      const name = uniqueName("pool");
      const pool = await client.createWorkPool({ name, type: "process" });
      assert.deepEqual(
        [
          pool.status,
          pool.is_paused,
          pool.concurrency_limit,
          pool.active_slots,
          pool.base_job_template,
          pool.storage_configuration,
        ],
        [
          "NOT_READY",
          false,
          null,
          null,
          {},
          { bundle_upload_step: null, bundle_execution_step: null, default_result_storage_block_id: null },
        ],
      );
      const queues = await client.filterWorkQueues(name);
      assert.deepEqual(
        queues.map((queue) => [queue.id, queue.name, queue.priority]),
        [[pool.default_queue_id, "default", 1]],
      );
      await expectRefusal(
        ObjectAlreadyExistsError,
        /^A work pool with this name already exists\.$/,
        client.createWorkPool({ name }),
      );
      await client.updateWorkPool(name, { is_paused: true, concurrency_limit: 2, description: "d" });
      const changed = await client.readWorkPool(name);
      assert.deepEqual(
        [changed?.status, changed?.is_paused, changed?.concurrency_limit, changed?.active_slots, changed?.description],
        ["PAUSED", true, 2, 0, "d"],
      );
      await client.updateWorkPool(name, { concurrency_limit: null });
      assert.equal((await client.readWorkPool(name))?.concurrency_limit, null);
      assert.deepEqual(
        (await client.filterWorkPools({ work_pools: { name: { any_: [name] } } })).map((found) => found.id),
        [pool.id],
      );
      await client.deleteWorkPool(name);
      assert.equal(await client.readWorkPool(name), null);
      await expectRefusal(ObjectNotFoundError, /not found/, client.deleteWorkPool(name));
    },
  },
  {
    name: "pool names and templates are checked",
    async check(client) {
      await expectRefusal(
        PrefectApiError,
        /reserved for internal use/,
        client.createWorkPool({ name: uniqueName("PREFECT") }),
      );
      await expectRefusal(RequestInvalidError, /^name: /, client.createWorkPool({ name: "a/b" }));
      const undeclared = {
        job_configuration: { image: "{{ image }}", env: ["{{ other }}"] },
        variables: { properties: { image: {} } },
      };
      await expectRefusal(
        RequestInvalidError,
        /undeclared variable\(s\): other\.$/,
        client.createWorkPool({ name: uniqueName("pool"), base_job_template: undeclared }),
      );
      await expectRefusal(
        RequestInvalidError,
        /must contain both/,
        client.createWorkPool({ name: uniqueName("pool"), base_job_template: { variables: {} } }),
      );
    },
  },
  {
    name: "a pool's runs are handed out by priority and time, within limits",
    async check(client) {
      const name = uniqueName("pool");
      await client.createWorkPool({ name, type: "process" });
      await client.createWorkQueue(name, { name: "urgent", priority: 1 });
      assert.deepEqual(
        (await client.filterWorkQueues(name)).map((queue) => [queue.name, queue.priority]),
        [
          ["urgent", 1],
          ["default", 2],
        ],
      );
      const schedule = async (run: string, queue: string, minutes: number) => {
        const scheduled_time = new Date(Date.now() + minutes * 60_000).toISOString();
        return await createRun(client, {
          name: run,
          work_pool_name: name,
          work_queue_name: queue,
          state: { type: "SCHEDULED", state_details: { scheduled_time } },
        });
      };
      const first = await schedule("default-early", "default", -5);
      await schedule("urgent-late", "urgent", -1);
      await schedule("default-late", "default", -2);
      const future = await schedule("future", "default", 60);
      assert.deepEqual(
        [future.state_name, future.work_pool_name, future.work_queue_name],
        ["Scheduled", name, "default"],
      );
      const due = async (request: object = {}) =>
        (await client.getScheduledFlowRuns(name, { scheduled_before: new Date().toISOString(), ...request })).map(
          (item) => item.flow_run.name,
        );
      assert.deepEqual(await due(), ["urgent-late", "default-early", "default-late"]);
      assert.deepEqual(await due({ work_queue_names: ["default"] }), ["default-early", "default-late"]);
      assert.deepEqual(await due({ limit: 1 }), ["urgent-late"]);
      assert.deepEqual(await due({ scheduled_before: new Date(Date.now() + 7_200_000).toISOString() }), [
        "urgent-late",
        "default-early",
        "default-late",
        "future",
      ]);
      await propose(client, first, { type: "PENDING" });
      await client.updateWorkPool(name, { concurrency_limit: 2 });
      assert.equal((await client.readWorkPool(name))?.active_slots, 1);
      assert.deepEqual(await due(), ["urgent-late"]);
      await client.updateWorkPool(name, { concurrency_limit: null });
      await client.updateWorkQueue(name, "urgent", { is_paused: true });
      assert.deepEqual(await due(), ["default-late"]);
      await client.updateWorkPool(name, { is_paused: true });
      assert.deepEqual(await due(), []);
      await expectRefusal(ObjectNotFoundError, /not found/, createRun(client, { work_pool_name: uniqueName("pool") }));
    },
  },
  {
    name: "queues are made once, renamed, deleted",
    async check(client) {
      const name = uniqueName("pool");
      await client.createWorkPool({ name, type: "process" });
      const queue = await client.createWorkQueue(name, { name: "q" });
      assert.equal(queue.priority, 2);
      await expectRefusal(ObjectAlreadyExistsError, /already exists/, client.createWorkQueue(name, { name: "q" }));
      await client.updateWorkQueue(name, "q", { concurrency_limit: 3, description: "d" });
      const changed = await client.readWorkQueue(name, "q");
      assert.deepEqual([changed?.concurrency_limit, changed?.description, changed?.priority], [3, "d", 2]);
      await client.deleteWorkQueue(name, "q");
      assert.equal(await client.readWorkQueue(name, "q"), null);
      await expectRefusal(PrefectApiError, /./, client.deleteWorkQueue(name, "default"));
    },
  },
];
