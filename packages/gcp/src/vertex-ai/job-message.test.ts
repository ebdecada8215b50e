import { expect, test } from "@jest/globals";
import { findDroppedField, fromJobMessage, toJobMessage } from "./job-message.ts";

test("durations are written as the message has them", () => {
  const job = { jobSpec: { scheduling: { timeout: "1.5s", maxWaitDuration: "0s", strategy: "SPOT" } } };
  expect(toJobMessage(job)).toEqual({
    jobSpec: {
      scheduling: {
        timeout: { seconds: "1", nanos: 500_000_000 },
        maxWaitDuration: { seconds: "0", nanos: 0 },
        strategy: "SPOT",
      },
    },
  });
});

test("a field that its encoding dropped is named, at any depth", () => {
  const sent = {
    customJob: { labels: {}, jobSpec: { workerPoolSpecs: [{ replicaCount: 1, machineSpec: { gpus: 2 } }] } },
  };
  const encoded = { customJob: { jobSpec: { workerPoolSpecs: [{ replicaCount: "1", machineSpec: {} }] } } };
  expect(findDroppedField(sent, encoded)).toBe("customJob.jobSpec.workerPoolSpecs[0].machineSpec.gpus");
  expect(findDroppedField({ name: "x", isSet: false, count: 0 }, { name: "x" })).toBeNull();
});

test("times keep all their digits, so that their order is that of the jobs", () => {
  const { createTime } = fromJobMessage({ createTime: { seconds: "1767225600", nanos: 1_002_003 } });
  expect(createTime).toBe("2026-01-01T00:00:00.001002003Z");
});
