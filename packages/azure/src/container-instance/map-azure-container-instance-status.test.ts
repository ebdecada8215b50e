import { expect, test } from "@jest/globals";
import type { ContainerEvent, ContainerState } from "./container-group-view.ts";
import { toGroupPhase } from "./map-azure-container-instance-status.ts";

const now = new Date("2026-11-24T00:01:00Z");
const startTime = "2026-11-24T00:00:00Z";
const finishTime = "2026-11-24T00:00:30Z";

function phaseOf(
  currentState: ContainerState | null,
  { provisioningState = "Succeeded", events = [] as readonly ContainerEvent[], state = "Running" } = {},
) {
  const instanceView = { restartCount: 0, events, ...(currentState === null ? {} : { currentState }) };
  const containers = [{ name: "flow", properties: { instanceView } }];
  return toGroupPhase(
    { name: "g", properties: { provisioningState, containers, instanceView: { state } } },
    "flow",
    now,
  );
}

test.each([
  [
    { exitCode: 0, detailStatus: "Completed" },
    { exitCode: 0, cause: "exited" },
  ],
  [
    { exitCode: 3, detailStatus: "Error" },
    { exitCode: 3, cause: "exited", message: "The container exited with code 3." },
  ],
  [
    { exitCode: 137, detailStatus: "OOMKilled" },
    { exitCode: 137, cause: "out-of-memory", platformReason: "OOMKilled" },
  ],
  [
    { exitCode: 143, detailStatus: "Error" },
    { exitCode: 143, cause: "signal", message: "The container was ended by SIGTERM." },
  ],
  [
    { exitCode: 127, detailStatus: "Error" },
    { exitCode: 127, cause: "command-not-found" },
  ],
])("an end is told with its cause: %j", (state, exit) => {
  expect(phaseOf({ state: "Terminated", startTime, finishTime, ...state })).toMatchObject({
    kind: "ended",
    startedAt: new Date(startTime),
    exit: { timestamp: new Date(finishTime), ...exit },
  });
});

test("why a container was killed is told in Azure's words", () => {
  const events = [{ name: "Killing", type: "Normal", message: "Killing container with id abc." }];
  const phase = phaseOf(
    { state: "Terminated", startTime, finishTime, exitCode: 137, detailStatus: "Error" },
    { events },
  );
  expect(phase).toMatchObject({
    exit: { cause: "signal", message: "The container was ended by SIGKILL: Killing container with id abc." },
  });
});

test("a group that is being made says how far it is", () => {
  expect(phaseOf(null, { provisioningState: "Pending", state: "Pending" })).toEqual({
    kind: "starting",
    reason: "The container group is pending",
  });
  const events = [{ name: "Pulling", type: "Normal", message: 'pulling image "runner:1"', lastTimestamp: startTime }];
  expect(phaseOf({ state: "Waiting" }, { provisioningState: "Creating", events })).toEqual({
    kind: "starting",
    reason: 'Pulling: pulling image "runner:1"',
  });
  expect(phaseOf({ state: "Running", startTime })).toEqual({ kind: "running", startedAt: new Date(startTime) });
});

test.each([
  ['Failed to pull image "x:1": rpc error: manifest unknown', "image-pull"],
  [
    "Error: Failed to start container flow, Error response: exec: node: executable file not found in $PATH",
    "command-not-found",
  ],
  ["The requested resource is not available: insufficient capacity", "capacity"],
  ["Subnet delegation is missing", "start-failed"],
])("a group that could not be made says why: %s", (message, cause) => {
  const events = [{ name: "Failed", type: "Warning", message, lastTimestamp: startTime }];
  expect(phaseOf({ state: "Waiting" }, { provisioningState: "Failed", state: "Failed", events })).toMatchObject({
    kind: "ended",
    startedAt: null,
    exit: { cause, exitCode: null, platformReason: "Failed", message: expect.stringContaining(message) },
  });
});

test("a group that was stopped before its container ran has ended", () => {
  expect(phaseOf(null, { state: "Stopped" })).toMatchObject({ kind: "ended", exit: { cause: "stopped" } });
});
