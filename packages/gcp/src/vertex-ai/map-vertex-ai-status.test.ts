import { describe, expect, test } from "@jest/globals";
import type { CustomJob } from "./custom-job.ts";
import { toJobPhase } from "./map-vertex-ai-status.ts";

const name = "projects/test/locations/us-central1/customJobs/1";
const now = new Date("2026-01-01T00:10:00Z");
const startTime = "2026-01-01T00:05:00.000000000Z";

function jobIn(state: string, changes: Partial<CustomJob> = {}): CustomJob {
  const createTime = "2026-01-01T00:00:00.000000000Z";
  return {
    name,
    displayName: "hello",
    state,
    createTime,
    startTime: null,
    endTime: null,
    error: null,
    labels: {},
    ...changes,
  };
}

const failed = (code: number, message: string, hasRun = true): CustomJob =>
  jobIn("JOB_STATE_FAILED", { error: { code, message }, startTime: hasRun ? startTime : null });

describe("a job on its way", () => {
  test.each([
    ["JOB_STATE_QUEUED", /quota/],
    ["JOB_STATE_PENDING", /machine/],
    ["JOB_STATE_PAUSED", /paused/],
    ["JOB_STATE_LATER", /JOB_STATE_LATER/],
  ])("is starting while it is %s", (state, reason) => {
    expect(toJobPhase(jobIn(state), now)).toEqual({ kind: "starting", reason: expect.stringMatching(reason) });
  });

  test.each(["JOB_STATE_RUNNING", "JOB_STATE_CANCELLING", "JOB_STATE_UPDATING"])("has run while it is %s", (state) => {
    expect(toJobPhase(jobIn(state, { startTime }), now)).toEqual({ kind: "running", startedAt: new Date(startTime) });
  });
});

describe("a job that ended", () => {
  test.each<[string, CustomJob, object]>([
    ["well", jobIn("JOB_STATE_SUCCEEDED", { startTime }), { cause: "exited", exitCode: 0 }],
    ["by a cancel", jobIn("JOB_STATE_CANCELLED", { startTime }), { cause: "stopped", exitCode: null }],
    ["for want of machines", jobIn("JOB_STATE_EXPIRED"), { cause: "capacity" }],
    ["after its time", jobIn("JOB_STATE_EXPIRED", { startTime }), { cause: "deadline" }],
    [
      "with an exit code",
      failed(3, "The replica workerpool0-0 exited with a non-zero status of 3. Termination reason: Error."),
      { cause: "exited", exitCode: 3 },
    ],
    [
      "by a signal",
      failed(3, "The replica workerpool0-0 exited with a non-zero status of 9(SIGKILL). To find out more, ..."),
      { cause: "signal", exitCode: 137 },
    ],
    [
      "by a signal, as a shell tells it",
      failed(3, "The replica workerpool0-0 exited with a non-zero status of 134. Termination reason: Error."),
      { cause: "signal", exitCode: 134 },
    ],
    [
      "for its memory",
      failed(3, "The replica workerpool0-0 exited with a non-zero status of 137. Termination reason: OOMKilled."),
      { cause: "out-of-memory", exitCode: 137 },
    ],
    [
      "for its memory, in other words",
      failed(3, "The replica workerpool0-0 ran out-of-memory and exited with a non-zero status of 9(SIGKILL)."),
      { cause: "out-of-memory", exitCode: 137 },
    ],
    ["without its image", failed(5, 'Failed to pull image "test:1": manifest unknown', false), { cause: "image-pull" }],
    [
      "without its command",
      failed(3, 'The replica workerpool0-0 exited with a non-zero status of 127. exec: "no": not found', false),
      { cause: "command-not-found", exitCode: 127 },
    ],
    [
      "without machines",
      failed(8, "Resources are insufficient in region: us-central1. Please try a different region.", false),
      { cause: "capacity", platformReason: "RESOURCE_EXHAUSTED" },
    ],
    ["by preemption", failed(14, "The Spot VM was preempted."), { cause: "preempted" }],
    ["for its own deadline", failed(4, "The job exceeded its maximum running time."), { cause: "deadline" }],
    ["by a fault of Google's", failed(13, "Internal error occurred for the current attempt."), { cause: "node-lost" }],
    [
      "before its container started",
      failed(9, "Service account flows@x may not be used.", false),
      { cause: "start-failed" },
    ],
  ])("%s", (_name, job, exit) => {
    expect(toJobPhase(job, now)).toMatchObject({ kind: "ended", exit });
  });

  test("says in Vertex AI's own words why, and where to look", () => {
    const phase = toJobPhase(failed(9, "Service account flows@x may not be used.", false), now);
    expect(phase).toMatchObject({
      exit: {
        message: "The job could not be started: Service account flows@x may not be used.",
        hint: expect.stringContaining('resource.labels.job_id="1"'),
      },
    });
  });
});
