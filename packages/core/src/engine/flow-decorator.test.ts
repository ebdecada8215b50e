import { describe, expect, test } from "@jest/globals";
import type { MethodContext } from "../contracts/flow-method.ts";
import { bound } from "./bound.ts";
import { createFlowFunction } from "./create-flow.ts";

const flow = createFlowFunction(() => {
  throw new Error("Decorating a method must load nothing.");
});

type Decorate = (method: unknown, context: unknown) => (...args: never[]) => Promise<unknown>;

/** `flow()` as a class calls it; `initialize` is what the class, or making an instance, does afterwards. */
function decorate(
  method: (...args: never[]) => unknown,
  fields: Partial<MethodContext> = {},
  decorator: unknown = flow(),
) {
  const initializers: ((this: unknown) => void)[] = [];
  const addInitializer = (initializer: (this: unknown) => void): void => void initializers.push(initializer);
  const context = { kind: "method", name: "run", static: false, private: false, addInitializer, ...fields };
  const replacement = (decorator as Decorate)(method, context);
  const initialize = (receiver: object): void => initializers.forEach((initializer) => initializer.call(receiver));
  return { replacement: replacement as never, initialize, context };
}

describe("@flow()", () => {
  test("names the flow by its option or the method, private ones too", () => {
    const named = (name: string, options?: { name: string }): string => {
      const decorator = options === undefined ? flow() : flow(options);
      decorate(async () => 1, { name, static: true }, decorator).initialize(Map);
      return (decorator as unknown as { "~flow": { name: string } })["~flow"].name;
    };
    expect([named("run"), named("#run"), named("run", { name: "given" })]).toEqual(["run", "run", "given"]);
  });

  test("gives an instance a method of its own that enumeration does not show, unless its class overrides it", () => {
    const { replacement, initialize } = decorate(async () => 1);
    class Jobs {
      declare run: () => Promise<unknown>;
    }
    Jobs.prototype.run = replacement;
    class Override extends Jobs {
      override run = async (): Promise<number> => 2;
    }
    const [jobs, override] = [new Jobs(), new Override()];
    const own = override.run;
    initialize(jobs);
    initialize(override);
    expect(Object.hasOwn(jobs, "run")).toBe(true);
    expect(Object.keys(jobs)).toEqual([]);
    expect(override.run).toBe(own);
  });

  test.each([
    ["a field", () => decorate(async () => 1, { kind: "field", name: "step" }), "was put on the field 'step'"],
    ["a getter", () => decorate(async () => 1, { kind: "getter", name: "step" }), "was put on the getter 'step'"],
    ["nothing", () => (flow() as unknown as () => unknown)(), "flow() was given no function"],
    ["a legacy class", () => (flow() as unknown as Decorate)({}, "run"), '"experimentalDecorators"'],
    [
      "a legacy class, without parentheses",
      () => Reflect.apply(flow, undefined, [{}, "run", {}]),
      '"experimentalDecorators"',
    ],
    [
      "a method, without parentheses",
      () =>
        decorate(
          async () => 1,
          {},
          (method: never, context: never) => flow(method, context),
        ),
      "@flow on 'run' lacks its parentheses",
    ],
    [
      "what is a flow already",
      () => decorate(decorate(async () => 1).replacement),
      "above another decorator that makes a flow of it",
    ],
    [
      "two methods",
      () => {
        const once = flow();
        decorate(async () => 1, { name: "a" }, once);
        decorate(async () => 1, { name: "b" }, once);
      },
      "was put on two methods, 'a' and 'b'",
    ],
  ])("refuses %s where the class is defined", (_, define, message) => {
    expect(define).toThrow(message);
    expect(define).toThrow(expect.objectContaining({ name: "FlowDecoratorError" }));
  });
});

describe("bound()", () => {
  test("refuses a method that no infrastructure's decorator binds, and an instance's without its instance", () => {
    const { replacement, initialize } = decorate(async () => 1, { static: true });
    initialize(Map);
    expect(() => bound(replacement)).toThrow("Put an infrastructure's decorator above @flow()");
    expect(() => bound(async () => 1)).toThrow("Put an infrastructure's decorator above @flow()");
    expect(() => bound(decorate(async () => 1).replacement)).toThrow("Take it from the instance");
  });
});
