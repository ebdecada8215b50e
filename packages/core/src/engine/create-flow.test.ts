import { describe, expect, test } from "@jest/globals";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { expectTypeOf } from "expect-type";
import { FlowDefinitionError } from "../errors/flow-definition-error.ts";
import { FlowOptionError } from "../errors/flow-option-error.ts";
import { createFlowFunction } from "./create-flow.ts";

const flow = createFlowFunction(() => {
  throw new Error("Defining a flow must load nothing.");
});

describe("flow()", () => {
  test.each([
    [{ retries: -1 }, "Flow option 'retries' must be a whole number from 0, not -1."],
    [{ retries: 1.5 }, "retries"],
    [{ timeoutSeconds: 0 }, "timeoutSeconds"],
    [{ timeoutSeconds: Number.NaN }, "timeoutSeconds"],
    [{ retryDelaySeconds: [1, -1] }, "retryDelaySeconds"],
    [{ name: " " }, "name"],
    [{ onFailure: ["x"] }, "onFailure"],
    [{ parameters: {} }, "parameters"],
    [{ retires: 2 }, "Did you mean 'retries'?"],
  ])("refuses %j where the flow is defined", (options, message) => {
    const define = (): unknown => flow(options as never, () => 1);
    expect(define).toThrow(FlowOptionError);
    expect(define).toThrow(message);
  });

  test("refuses what is no function", () => {
    expect(() => flow({ name: "x" }, "train" as never)).toThrow(FlowDefinitionError);
    expect(() => flow(undefined as never)).toThrow(FlowDefinitionError);
  });

  test("names a flow by its option, its function or its variable", () => {
    const assigned = flow(() => 1);
    const flows = { property: flow(async () => 1) };
    expect(flow({ name: "given" }, function declared() {})["~flow"].name).toBe("given");
    expect(flow(function declared() {})["~flow"].name).toBe("declared");
    expect(assigned["~flow"].name).toBe("assigned");
    expect(flows.property["~flow"].name).toBe("property");
    expect([flow(() => 1)][0]?.["~flow"].name).toMatch(/^create-flow\.test\.ts:\d+$/);
  });

  test("withOptions keeps what it is not given", () => {
    const first = flow({ name: "a", retries: 1 }, () => 1);
    const second = first.withOptions({ retries: 3 });
    expect(second["~flow"]).toMatchObject({ name: "a", options: { retries: 3 }, fn: first.fn });
    expect(first["~flow"].options.retries).toBe(1);
  });

  test("keeps generics, optional parameters and the schema's types", () => {
    const generic = flow(async <T>(value: T, times?: number): Promise<T[]> => [value].slice(0, times));
    const call = (): Promise<string[]> => generic("a");
    const twice = (): Promise<number[]> => generic(1, 2);
    expectTypeOf(call).toBeFunction();
    expectTypeOf(twice).toBeFunction();
    // @ts-expect-error what comes back follows from what is given
    const wrong = (): Promise<string[]> => generic(1);
    expectTypeOf(wrong).toBeFunction();
    const plain = flow((n: number) => n);
    expectTypeOf(plain).toBeCallableWith(1);
    expectTypeOf<Awaited<ReturnType<typeof plain>>>().toEqualTypeOf<number>();
    const schema = {} as StandardSchemaV1<{ n: string }, { n: number }>;
    const typed = (): unknown => flow({ parameters: schema }, ({ n }) => expectTypeOf(n).toEqualTypeOf<number>());
    expect(typed).toThrow(FlowOptionError);
  });
});
