import { expect, test } from "@jest/globals";
import { flow, localProcess } from "../../index.ts";
import { useTemporaryHome } from "../fixtures/temporary-home.ts";

const controlPlane = useTemporaryHome();
const bind = localProcess();

const child = bind(
  flow({ name: "child" }, async (value: number) => {
    if (value < 0) throw new RangeError(`${value} is negative`);
    return { doubled: value * 2, at: new Date(0), pid: process.pid };
  }),
);

const parent = bind(
  flow({ name: "parent" }, async (value: number) => {
    const future = await child.with({ flowRunName: "named" }).submit(value);
    const { doubled, at, pid } = await future.result();
    const failure = await child(-1).catch((error: unknown) => error);
    return {
      doubled,
      isDate: at instanceof Date,
      isApart: pid !== process.pid,
      failure: failure instanceof RangeError ? failure.message : String(failure),
    };
  }),
);

const grandparent = bind(flow({ name: "grandparent" }, async (value: number) => await parent(value)));

test("a run calls flows that are bound elsewhere, through several levels, and has their results and errors", async () => {
  expect(await grandparent(21)).toEqual({ doubled: 42, isDate: true, isApart: true, failure: "-1 is negative" });
  const runs = await (await controlPlane()).filterFlowRuns({ limit: 20 });
  expect(runs.map(({ state }) => state?.type).toSorted()).toEqual(["COMPLETED", "COMPLETED", "COMPLETED", "FAILED"]);
  expect(runs.some(({ name }) => name === "named")).toBe(true);
  // All but the first were made from within another.
  expect(runs.filter(({ parent_task_run_id: parentTask }) => parentTask !== null)).toHaveLength(3);
}, 60_000);

const withFiles = localProcess({ includeFiles: ["nested-flows.test.ts"] })(flow({ name: "files" }, async () => 1));

const caller = bind(
  flow({ name: "caller" }, async () => {
    const made = bind(flow({ name: "made" }, async () => 1));
    const messageOf = async (call: Promise<unknown>) => await call.catch((error: Error) => error.message);
    return { made: await messageOf(made()), withFiles: await messageOf(withFiles()) };
  }),
);

test("a flow that a run makes itself, and files of the submitter, are refused with a word on what to do", async () => {
  expect(await caller()).toEqual({
    made: expect.stringContaining("Make it at the top level of a module"),
    withFiles: expect.stringContaining("pass what they hold as a parameter"),
  });
}, 30_000);
