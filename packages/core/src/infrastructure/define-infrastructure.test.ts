import { beforeAll, expect, test } from "@jest/globals";
import type { BoundFlow } from "../contracts/bound-flow.ts";
import type { AnyFunction } from "../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import { defineInfrastructure } from "./define-infrastructure.ts";
import { installFlowBinder } from "./flow-binder.ts";
import { toStepLaunchers } from "./infrastructure-options.ts";

const type = { type: "example" } as InfrastructureType<CommonInfrastructureOptions, unknown>;
const example = defineInfrastructure(type);
const flow = Object.assign(async () => 1, { fn: async () => 1, "~flow": { name: "train" } }) as never;

beforeAll(() => {
  installFlowBinder((...bound) => bound as unknown as BoundFlow<AnyFunction, never>);
});

test("applied to a flow, it binds the flow to its type with the options", () => {
  const options = { workPool: "olympic", includeFiles: ["data/*.csv"], env: { LEVEL: "1", GONE: null } };
  expect(example(options)(flow)).toEqual([flow, type, options]);
  expect(example()(flow)).toEqual([flow, type, {}]);
});

test.each([
  [{ includeFiles: "a.txt" }, "option includeFiles of 'example' infrastructure must be a list of patterns"],
  [
    { includeFiles: ["a", 3] },
    "option includeFiles[1] of 'example' infrastructure must be a text that is not blank, not 3",
  ],
  [{ includeFiles: ["  "] }, "option includeFiles[0]"],
  [{ launcher: [] }, "option launcher of 'example' infrastructure must not be empty"],
  [{ launcher: {} }, "must give at least one of 'upload' and 'execution'"],
  [{ launcher: { start: ["node"] } }, "knows only 'upload' and 'execution', not 'start'"],
  [{ launcher: { upload: [] } }, "option launcher.upload"],
  [{ launcher: "node" }, "must be a list of words, or an object"],
  [{ launcher: ["node", ""] }, "option launcher[1]"],
  [{ workPool: " " }, "option workPool"],
  [{ env: { LEVEL: 3 } }, "option env.LEVEL"],
  [{ jobVariables: ["a"] }, "option jobVariables"],
  [{ secrets: { TOKEN: "hunter2" } }, "option secrets.TOKEN"],
  [
    { secrets: { TOKEN: { source: "kubernetes", name: "a", key: "b" } } },
    "option secrets.TOKEN of 'example' infrastructure names a secret of 'kubernetes', which it cannot reach. " +
      "Use secret.env() or secret.block().",
  ],
])("options %j are refused where the decorator is called", (options, message) => {
  expect(() => example(options as never)).toThrow(message);
});

test("an option that does not exist is refused, with the one that is probably meant", () => {
  const named = defineInfrastructure({
    ...(type as InfrastructureType<CommonInfrastructureOptions & { image?: string }, unknown>),
    optionNames: ["image"],
  });
  expect(() => named({ image: "node", workPool: "w" })).not.toThrow();
  expect(() => named({ workPoool: "w" } as never)).toThrow(
    "The option workPoool of 'example' infrastructure does not exist. Did you mean 'workPool'?",
  );
  expect(() => named({ imag: "node" } as never)).toThrow("does not exist. Did you mean 'image'?");
});

test("applied to anything but a flow, it says what it got and how it is written", () => {
  function train(): void {}
  expect(() => example()(train as never)).toThrow(
    "'example' infrastructure can only be bound to a flow, not to the plain function 'train'. " +
      "Make the flow first, inside: decorator(options)(flow(fn))",
  );
  expect(() => example(flow)).toThrow("a function was given in its place. Write decorator(options)(flow(fn)).");
  expect(() => example()(undefined as never)).toThrow("a value of type undefined");
});

test("as a decorator of a method it wants what @flow() made, and a standard decorator's call", () => {
  const decorate = example() as unknown as (method: unknown, context: unknown) => unknown;
  const context = { kind: "method", name: "run", static: true, private: false, addInitializer: () => undefined };
  const plain = async (): Promise<void> => {};
  expect(() => decorate(plain, context)).toThrow("was put on the method 'run', and not on what @flow() made.");
  expect(() => decorate(flow, context)).toThrow("Put @flow() below it, next to the method");
  expect(() => decorate(flow, "run")).toThrow('"experimentalDecorators"');
});

test("both shapes of a launcher say the same", () => {
  expect(toStepLaunchers(["node"])).toEqual({ upload: ["node"], execution: ["node"] });
  expect(toStepLaunchers({ execution: ["node"] })).toEqual({ execution: ["node"] });
  expect(toStepLaunchers(undefined)).toBeNull();
});
