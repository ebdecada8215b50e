import assert from "node:assert/strict";
import { type ControlPlaneFact, createRun, describeAnswer, propose, type Step } from "./control-plane-fact.ts";

const persisted = {
  storage_key: "k",
  expiration: null,
  serializer: { type: "json" },
  prefect_version: "3",
  storage_block_id: null,
};

/** Status, resulting state or reason of the last of some steps, from a run that is `PENDING`. */
const transitions: readonly (readonly [
  name: string,
  steps: readonly Step[],
  expected: string,
  policy?: { retries: number },
])[] = [
  ["a run starts", [{ type: "RUNNING" }], "ACCEPT Running"],
  [
    "a run cannot be started twice",
    [{ type: "PENDING" }],
    "ABORT This run is in a PENDING state and cannot transition to a PENDING state.",
  ],
  [
    "a pending run goes through named stages",
    [{ type: "PENDING", name: "InfrastructurePending" }],
    "ACCEPT InfrastructurePending",
  ],
  [
    "a running run is not pending again",
    [{ type: "RUNNING" }, { type: "PENDING" }],
    "ABORT This run is in a RUNNING state and cannot transition to a PENDING state.",
  ],
  ["a pending run can be left to a worker", [{ type: "SCHEDULED" }], "ACCEPT Scheduled"],
  [
    "a run waits for its time",
    [{ type: "SCHEDULED", scheduledTime: new Date(Date.now() + 3_600_000) }, { type: "RUNNING" }],
    "WAIT Scheduled time is in the future",
  ],
  [
    "a failed run with retries left is retried",
    [{ type: "RUNNING" }, { type: "FAILED" }],
    "REJECT AwaitingRetry Retrying",
    { retries: 1 },
  ],
  [
    "the last retry may fail",
    [{ type: "RUNNING" }, { type: "FAILED" }, { type: "RUNNING" }, { type: "FAILED" }],
    "ACCEPT Failed",
    { retries: 1 },
  ],
  ["a crash is not retried", [{ type: "RUNNING" }, { type: "CRASHED" }], "ACCEPT Crashed", { retries: 1 }],
  [
    "a finished run does not crash",
    [{ type: "COMPLETED" }, { type: "CRASHED" }],
    "ABORT Run is already in terminal state COMPLETED.",
  ],
  [
    "a finished run is not cancelled",
    [{ type: "FAILED" }, { type: "CANCELLING" }],
    "ABORT Run is already in terminal state FAILED.",
  ],
  [
    "a finished run is not scheduled again",
    [{ type: "FAILED" }, { type: "SCHEDULED" }],
    "ABORT Cannot reschedule a run without an associated deployment.",
  ],
  ["a failed run can run again", [{ type: "FAILED" }, { type: "RUNNING" }], "ACCEPT Running"],
  [
    "a kept result is final",
    [{ type: "COMPLETED", data: persisted }, { type: "RUNNING" }],
    "REJECT Completed Run is already COMPLETED.",
  ],
  [
    "a kept result survives a completion without one",
    [{ type: "COMPLETED", data: persisted }, { type: "COMPLETED" }],
    "REJECT Completed Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.",
  ],
  [
    "a kept result survives a forced completion too",
    [
      { type: "COMPLETED", data: persisted },
      { type: "COMPLETED", force: true },
    ],
    "REJECT Completed Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.",
  ],
  [
    "force starts a completed run again",
    [
      { type: "COMPLETED", data: persisted },
      { type: "PENDING", force: true },
    ],
    "ACCEPT Pending",
  ],
  [
    "a run that is being cancelled ends cancelled",
    [{ type: "CANCELLING" }, { type: "COMPLETED" }],
    "REJECT Cancelling Cannot transition flows that are cancelling to a state other than Cancelled.",
  ],
  ["cancelling ends", [{ type: "CANCELLING" }, { type: "CANCELLED" }], "ACCEPT Cancelled"],
  [
    "a cancelled run is not started",
    [{ type: "CANCELLED" }, { type: "PENDING" }],
    "ABORT This run is in a CANCELLED state and cannot transition to a PENDING state.",
  ],
  [
    "a scheduled run is cancelled at once",
    [{ type: "SCHEDULED" }, { type: "CANCELLING" }],
    "REJECT Cancelled Scheduled flow run has no infrastructure to terminate.",
  ],
  [
    "only scheduled runs are late",
    [{ type: "SCHEDULED", name: "Late" }],
    "REJECT Pending Only scheduled flows can be marked late.",
  ],
  [
    "a run is late once",
    [{ type: "SCHEDULED" }, { type: "SCHEDULED", name: "Late" }, { type: "SCHEDULED", name: "Late" }],
    "REJECT Late This flow run is already marked late.",
  ],
  [
    "a pending run cannot pause",
    [{ type: "PAUSED" }],
    "REJECT Pending Cannot pause flows that are not currently running.",
  ],
  [
    "a running run pauses and goes on",
    [{ type: "RUNNING" }, { type: "PAUSED" }, { type: "RUNNING" }],
    "ACCEPT Running",
  ],
  [
    "a paused run is not pending",
    [{ type: "RUNNING" }, { type: "PAUSED" }, { type: "PENDING" }],
    "REJECT Paused This run cannot transition to the StateType.PENDING state from the StateType.PAUSED state.",
  ],
  ["a state keeps its custom name", [{ type: "FAILED", name: "TimedOut", message: "too slow" }], "ACCEPT TimedOut"],
];

/** What becomes of proposed states. */
export const transitionFacts: readonly ControlPlaneFact[] = transitions.map(([name, steps, expected, policy]) => ({
  name: `transition: ${name}`,
  check: async (client) => {
    const run = await createRun(client, policy === undefined ? {} : { empirical_policy: policy });
    assert.equal(describeAnswer(await propose(client, run, ...steps)), expected);
  },
}));
