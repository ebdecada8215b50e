import { expect, test } from "@jest/globals";
import type { InfrastructureReference } from "../contracts/launcher.ts";
import { endUnrecorded } from "./end-unrecorded.ts";

const toReference = (infrastructurePid: string): InfrastructureReference => ({
  type: "process",
  infrastructurePid,
  details: {},
});

test("what a failed launch made all the same is ended and removed, by its run and attempt", async () => {
  const done: string[] = [];
  await endUnrecorded(
    {
      async *find(labels) {
        done.push(JSON.stringify(labels));
        for (const pid of ["1", "2"]) {
          yield {
            reference: toReference(pid),
            flowRunId: "r",
            attempt: 2,
            expiresAt: null,
            isRunning: true,
            isKept: false,
          };
        }
      },
      kill: async ({ infrastructurePid }, { graceSeconds }) =>
        void done.push(`kill ${infrastructurePid} ${graceSeconds}`),
      cleanup: async ({ infrastructurePid }) => void done.push(`remove ${infrastructurePid}`),
    },
    { flowRunId: "r", attempt: 2 },
  );
  const labels = '{"prefect.io/flow-run-id":"r","prefect.io/flow-run-attempt":"2"}';
  expect(done).toEqual([labels, "kill 1 0", "remove 1", "kill 2 0", "remove 2"]);
});

test("a platform that does not answer does not hide why the launch failed", async () => {
  const refuse = async (): Promise<never> => {
    throw new Error("the platform is away");
  };
  const find = async function* (): AsyncGenerator<never, void> {
    yield await refuse();
  };
  await expect(endUnrecorded({ find, kill: refuse, cleanup: refuse }, { flowRunId: "r", attempt: 1 })).resolves.toBe(
    undefined,
  );
});
