import { expect, test } from "@jest/globals";
import { startRuntime } from "./current-runtime.ts";
import { flow, localProcess } from "./entry.ts";

test("a bound flow that code calls while it is loaded is refused for that, later for being bound", async () => {
  const train = localProcess()(flow(async function train() {})) as unknown as (() => Promise<unknown>) & {
    map(): unknown;
  };
  await expect(train()).rejects.toMatchObject({ name: "FlowCalledWhileLoadingError", flowName: "train" });
  expect(() => train.map()).toThrow("Flow 'train' was called while the code of a remote run was being loaded");
  startRuntime({ beginRun: () => Promise.reject(new Error("no run")) });
  await expect(train()).rejects.toMatchObject({ name: "NestedRemoteFlowError" });
});
