import { describe, expect, test } from "@jest/globals";
import type { FlowDefinition, FlowOptions } from "../contracts/flow.ts";
import { flowRunName } from "./flow-run-name.ts";

const named = (name: FlowOptions["flowRunName"], parameters: Record<string, unknown>): string | null =>
  flowRunName({ options: name === undefined ? {} : { flowRunName: name } } as FlowDefinition, parameters);

describe("flowRunName", () => {
  test.each([
    ["train-{dataset}", { dataset: "cifar" }, "train-cifar"],
    ["{n}/{model.size}", { n: 3, model: { size: "xl" } }, "3/xl"],
    ["{{literal}} {n}", { n: 1 }, "{literal} 1"],
    ["{missing}", {}, "{missing}"],
    ["{list}", { list: [1, 2] }, "[ 1, 2 ]"],
  ])("%s", (template, parameters, expected) => {
    expect(named(template, parameters)).toBe(expected);
  });

  test("a function is given the parameters", () => {
    expect(named(({ n }) => `run ${String(n)}`, { n: 7 })).toBe("run 7");
  });

  test("without the option the control plane names the run", () => {
    expect(named(undefined, {})).toBeNull();
  });
});
