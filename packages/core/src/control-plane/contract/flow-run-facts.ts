import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { PrefectApiError } from "../../errors/prefect-api-error.ts";
import { RequestInvalidError } from "../../errors/request-invalid-error.ts";
import {
  type ControlPlaneFact,
  createRun,
  describeAnswer,
  expectRefusal,
  propose,
  uniqueName,
} from "./control-plane-fact.ts";

/** Flows, runs, their states and filters. */
export const flowRunFacts: readonly ControlPlaneFact[] = [
  {
    name: "a flow is made once for its name",
    async check(client) {
      const name = uniqueName("flow");
      const flow = await client.createFlow({ name });
      assert.equal((await client.createFlow({ name })).id, flow.id);
      assert.deepEqual((await client.readFlow(flow.id)).name, name);
      await expectRefusal(ObjectNotFoundError, /^Flow not found$/, client.readFlow(randomUUID()));
      await expectRefusal(
        RequestInvalidError,
        /^name: String should match pattern/,
        client.createFlow({ name: "a/b" }),
      );
    },
  },
  {
    name: "a run has Prefect's defaults and what it was given",
    async check(client) {
      const parameters = { a: [1, { b: null }] };
      const run = await createRun(client, { parameters, tags: ["x"], job_variables: { image: "i" } });
      assert.match(run.name, /^[a-z]+-[a-z]+$/);
      assert.deepEqual(run.parameters, parameters);
      assert.deepEqual(run.job_variables, { image: "i" });
      const {
        id,
        created,
        updated,
        name,
        flow_id,
        state_id,
        state,
        expected_start_time,
        estimated_start_time_delta,
        ...rest
      } = run;
      assert.deepEqual(rest, {
        deployment_id: null,
        deployment_version: null,
        work_queue_id: null,
        work_queue_name: null,
        flow_version: null,
        parameters,
        idempotency_key: null,
        context: {},
        tags: ["x"],
        labels: { "prefect.flow.id": flow_id },
        empirical_policy: {
          max_retries: 0,
          retry_delay_seconds: 0,
          retries: null,
          retry_delay: null,
          pause_keys: [],
          resuming: false,
          retry_type: null,
        },
        parent_task_run_id: null,
        state_type: "PENDING",
        state_name: "Pending",
        run_count: 0,
        next_scheduled_start_time: null,
        start_time: null,
        end_time: null,
        total_run_time: 0,
        estimated_run_time: 0,
        auto_scheduled: false,
        infrastructure_document_id: null,
        infrastructure_pid: null,
        created_by: null,
        work_pool_id: null,
        work_pool_name: null,
        job_variables: { image: "i" },
      });
      assert.equal(state?.state_details.flow_run_id, id);
      assert.deepEqual(Object.keys(state.state_details).sort(), [
        "cache_expiration",
        "cache_key",
        "child_flow_run_id",
        "deferred",
        "deployment_concurrency_lease_id",
        "flow_run_id",
        "pause_key",
        "pause_reschedule",
        "pause_timeout",
        "refresh_cache",
        "retriable",
        "run_input_keyset",
        "scheduled_time",
        "task_parameters_id",
        "task_run_id",
        "traceparent",
        "transition_id",
        "untrackable_result",
      ]);
    },
  },
  {
    name: "a run without a state is pending; unknown flows and keys are refused",
    async check(client) {
      const flow = await client.createFlow({ name: uniqueName("flow") });
      assert.equal((await client.createFlowRun({ flow_id: flow.id })).state_type, "PENDING");
      const unknownKey = { flow_id: flow.id, surprise: 1 };
      await expectRefusal(RequestInvalidError, /surprise/, client.createFlowRun(unknownKey));
    },
  },
  {
    name: "an idempotency key finds the first run",
    async check(client) {
      const flow = await client.createFlow({ name: uniqueName("flow") });
      const request = { flow_id: flow.id, state: { type: "PENDING" as const }, idempotency_key: "once" };
      const first = await client.createOrFindFlowRun(request);
      const second = await client.createOrFindFlowRun(request);
      assert.deepEqual([first.created, second.created, second.flowRun.id], [true, false, first.flowRun.id]);
    },
  },
  {
    name: "a run is changed in any state and deleted once",
    async check(client) {
      const run = await createRun(client);
      await propose(client, run, { type: "COMPLETED" });
      await client.updateFlowRun(run.id, { name: "renamed", infrastructure_pid: "p", tags: ["t"] });
      const changed = await client.readFlowRun(run.id);
      assert.deepEqual([changed.name, changed.infrastructure_pid, changed.tags], ["renamed", "p", ["t"]]);
      await expectRefusal(PrefectApiError, /./, client.updateFlowRun(run.id, { job_variables: {} }));
      await client.deleteFlowRun(run.id);
      await expectRefusal(ObjectNotFoundError, /^Flow run not found$/, client.readFlowRun(run.id));
      await expectRefusal(ObjectNotFoundError, /./, client.deleteFlowRun(run.id));
    },
  },
  {
    name: "a paused run is resumed where it stopped, once, and pauses once for a key",
    async check(client) {
      const run = await createRun(client);
      const notPaused = "ABORT Cannot resume a flow run that is not paused.";
      assert.equal(describeAnswer(await client.resumeFlowRun(run.id)), notPaused);
      const pause = { type: "PAUSED", pause: { timeoutSeconds: 60, key: "once" } } as const;
      assert.equal(describeAnswer(await propose(client, run, { type: "RUNNING" }, pause)), "ACCEPT Paused");
      const paused = await client.readFlowRun(run.id);
      assert.deepEqual(
        [paused.state?.state_details.pause_key, paused.state?.state_details.pause_reschedule],
        ["once", false],
      );
      assert.equal(describeAnswer(await client.resumeFlowRun(run.id)), "ACCEPT Running");
      // To go on counts as a start.
      assert.equal((await client.readFlowRun(run.id)).run_count, 2);
      assert.equal(describeAnswer(await client.resumeFlowRun(run.id)), notPaused);
      assert.equal(describeAnswer(await propose(client, run, pause)), "REJECT Running This pause has already fired.");
    },
  },
  {
    name: "a run that was not resumed in time has failed",
    async check(client) {
      const run = await createRun(client);
      await propose(client, run, { type: "RUNNING" }, { type: "PAUSED", pause: { timeoutSeconds: -1 } });
      const answer = await client.resumeFlowRun(run.id);
      assert.match(describeAnswer(answer), /^REJECT Failed The flow run pause has timed out/);
    },
  },
  {
    name: "runs are counted and timed as they change states",
    async check(client) {
      const run = await createRun(client, { empirical_policy: { retries: 1, retry_delay: 0 } });
      await propose(
        client,
        run,
        { type: "RUNNING" },
        { type: "FAILED", message: "no" },
        { type: "RUNNING" },
        { type: "COMPLETED" },
      );
      const ended = await client.readFlowRun(run.id);
      const states = await client.readFlowRunStates(run.id);
      assert.deepEqual(
        states.map((state) => state.name),
        ["Pending", "Running", "AwaitingRetry", "Running", "Completed"],
      );
      assert.equal(states[2]?.message, "no");
      assert.equal(ended.run_count, 2);
      assert.equal(Date.parse(ended.start_time ?? ""), Date.parse(states[1]?.timestamp ?? ""));
      assert.equal(Date.parse(ended.end_time ?? ""), Date.parse(states[4]?.timestamp ?? ""));
      assert.equal(ended.empirical_policy.retry_type, "in_process");
      assert.equal(ended.next_scheduled_start_time, null);
      await propose(client, run, { type: "RUNNING", force: true });
      assert.equal((await client.readFlowRun(run.id)).end_time, null);
    },
  },
  {
    name: "a transition that is sent twice happens once",
    async check(client) {
      const run = await createRun(client);
      const transitionId = randomUUID();
      const first = await client.setFlowRunState(run.id, { type: "RUNNING" }, { transitionId });
      const second = await client.setFlowRunState(run.id, { type: "RUNNING" }, { transitionId });
      assert.equal(first.status, "ACCEPT");
      assert.equal(describeAnswer(second), "REJECT Running This run has already made this state transition.");
      assert.equal((await client.readFlowRun(run.id)).run_count, 1);
    },
  },
  {
    name: "a scheduled run with infrastructure is cancelled in two steps",
    async check(client) {
      const run = await createRun(client);
      await propose(client, run, { type: "SCHEDULED" });
      await client.updateFlowRun(run.id, { infrastructure_pid: "pid" });
      assert.equal(describeAnswer(await propose(client, run, { type: "CANCELLING" })), "ACCEPT Cancelling");
    },
  },
  {
    name: "a subflow's state shows on the task run that stands for it",
    async check(client) {
      const parent = await createRun(client);
      const placeholder = await client.createTaskRun({
        flow_run_id: parent.id,
        task_key: "child",
        dynamic_key: "0",
        name: "child-0",
        state: { type: "PENDING" },
      });
      const child = await createRun(client, { parent_task_run_id: placeholder.id });
      await propose(client, child, { type: "RUNNING" }, { type: "COMPLETED" });
      const mirrored = await client.readTaskRun(placeholder.id);
      assert.equal(mirrored.state_type, "COMPLETED");
      assert.equal(mirrored.state?.state_details.child_flow_run_id, child.id);
      const found = await client.filterFlowRuns({ flow_runs: { parent_flow_run_id: { any_: [parent.id] } } });
      assert.deepEqual(
        found.map((run) => run.id),
        [child.id],
      );
      const again = await client.createTaskRun({ flow_run_id: parent.id, task_key: "child", dynamic_key: "0" });
      assert.equal(again.id, placeholder.id);
    },
  },
  {
    name: "runs are filtered, ordered, paged and counted",
    async check(client) {
      const flow = await client.createFlow({ name: uniqueName("flow") });
      const make = (name: string, tags: string[]) =>
        client.createFlowRun({ flow_id: flow.id, name, tags, state: { type: "PENDING" } });
      const [a, b, c] = [await make("alpha", ["x", "y"]), await make("beta", ["x"]), await make("gamma", [])];
      await propose(client, b, { type: "COMPLETED" });
      const flows = { id: { any_: [flow.id] } };
      const names = async (flow_runs: object, rest: object = {}) =>
        (await client.filterFlowRuns({ flows, flow_runs, sort: "NAME_ASC", ...rest })).map((run) => run.name);
      assert.deepEqual(await names({}), ["alpha", "beta", "gamma"]);
      assert.deepEqual(await names({ state: { type: { any_: ["COMPLETED"] } } }), ["beta"]);
      assert.deepEqual(await names({ state: { type: { not_any_: ["COMPLETED"] } } }), ["alpha", "gamma"]);
      assert.deepEqual(await names({ tags: { all_: ["x", "y"] } }), ["alpha"]);
      assert.deepEqual(await names({ tags: { any_: ["y", "z"] } }), ["alpha"]);
      assert.deepEqual(await names({ tags: { is_null_: true } }), ["gamma"]);
      assert.deepEqual(await names({ name: { like_: "ALPH" } }), ["alpha"]);
      assert.deepEqual(await names({ operator: "or_", name: { any_: ["gamma"] }, id: { any_: [a.id] } }), [
        "alpha",
        "gamma",
      ]);
      assert.deepEqual(await names({ id: { not_any_: [a.id, c.id] } }), ["beta"]);
      assert.deepEqual(await names({ start_time: { is_null_: true } }), ["alpha", "gamma"]);
      assert.deepEqual(await names({}, { limit: 1, offset: 1 }), ["beta"]);
      assert.deepEqual(await names({}, { sort: "NAME_DESC", limit: 2 }), ["gamma", "beta"]);
      assert.equal(await client.countFlowRuns({ flows }), 3);
      await expectRefusal(RequestInvalidError, /limit/i, client.filterFlowRuns({ limit: 201 }));
    },
  },
];
