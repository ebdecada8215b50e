import { expect, test } from "@jest/globals";
import { toFoundInfrastructure } from "./found-infrastructure.ts";

const found = {
  reference: { type: "process", infrastructurePid: "1", details: {} },
  isRunning: false,
};

test("found infrastructure tells its run, attempt, expiry and whether it stays by its labels", () => {
  const labels: Record<string, string> = {
    "prefect.io/flow-run-id": "f1",
    "prefect.io/flow-run-attempt": "2",
    "prefect.io/expires-at": "2030-01-02T00:00:00.000Z",
    "prefect.io/kept": "true",
  };
  expect(toFoundInfrastructure(found, (name) => labels[name])).toEqual({
    ...found,
    flowRunId: "f1",
    attempt: 2,
    expiresAt: new Date("2030-01-02T00:00:00Z"),
    isKept: true,
  });
});

test("what labels do not say, or say in another form, is unknown", () => {
  const unknown = { ...found, flowRunId: null, attempt: null, expiresAt: null, isKept: false };
  expect(toFoundInfrastructure(found, () => undefined)).toEqual(unknown);
  const labels: Record<string, string> = { "prefect.io/flow-run-attempt": "x", "prefect.io/expires-at": "soon" };
  expect(toFoundInfrastructure(found, (name) => labels[name])).toEqual(unknown);
});
