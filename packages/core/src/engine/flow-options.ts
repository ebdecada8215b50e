import { inspect } from "node:util";
import type { FlowDefinition, FlowOptions, ResultStorageBlock } from "../contracts/flow.ts";
import type { BuiltInSerializerType } from "../contracts/serializer.ts";
import { didYouMean } from "../errors/closest-name.ts";
import { FlowOptionError } from "../errors/flow-option-error.ts";
import { isSerializer } from "../serialization/serializer-registry.ts";

type Options = FlowDefinition["options"];

/** Timers of Node.js cannot be longer: 2^31 - 1 milliseconds. */
const longestTimerSeconds = 2_147_483;

interface Expectation {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const text: Expectation = {
  expected: "a text that is not empty",
  accepts: (value) => typeof value === "string" && value.trim() !== "",
};
const flag: Expectation = { expected: "true or false", accepts: (value) => typeof value === "boolean" };
const hooks: Expectation = {
  expected: "a list of functions",
  accepts: (value) => Array.isArray(value) && value.every((hook) => typeof hook === "function"),
};
const isSeconds = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= longestTimerSeconds;

const builtInSerializers: readonly BuiltInSerializerType[] = [
  "json",
  "tagged-json",
  "compressed/json",
  "compressed/tagged-json",
];

const expectations: Readonly<Record<keyof Options, Expectation>> = {
  name: text,
  version: text,
  description: { expected: "a text", accepts: (value) => typeof value === "string" },
  flowRunName: {
    expected: "a text or a function",
    accepts: (value) => text.accepts(value) || typeof value === "function",
  },
  tags: {
    expected: "a list of texts",
    accepts: (value) => Array.isArray(value) && value.every((tag) => typeof tag === "string"),
  },
  retries: {
    expected: "a whole number from 0",
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  },
  retryDelaySeconds: {
    expected: `seconds from 0 to ${longestTimerSeconds}, a list of them, or a function`,
    accepts: (value) =>
      typeof value === "function" ||
      (Array.isArray(value) ? value.length > 0 && value.every(isSeconds) : isSeconds(value)),
  },
  timeoutSeconds: {
    expected: `seconds above 0 and at most ${longestTimerSeconds}`,
    accepts: (value) => isSeconds(value) && (value as number) > 0,
  },
  persistResult: flag,
  resultStorage: {
    expected: 'a block such as "s3-bucket/results", or a saved block',
    accepts: (value) =>
      (typeof value === "string" && /^[^/\s]+\/[^/\s]+$/.test(value)) ||
      (typeof value === "object" &&
        value !== null &&
        typeof (value as ResultStorageBlock).blockDocumentId === "string"),
  },
  resultSerializer: {
    expected: `${builtInSerializers.map((type) => `"${type}"`).join(", ")}, or a serializer: a type with a dot such as "my-package.msgpack", encode() and decode()`,
    accepts: (value) => (builtInSerializers as readonly unknown[]).includes(value) || isSerializer(value),
  },
  logPrints: flag,
  globals: {
    expected: '"snapshot" or "reevaluate"',
    accepts: (value) => value === "snapshot" || value === "reevaluate",
  },
  onRunning: hooks,
  onCompletion: hooks,
  onFailure: hooks,
  onCancellation: hooks,
  onCrashed: hooks,
  parameters: {
    expected: "a Standard Schema, as zod, valibot and arktype make them",
    accepts: (value) =>
      (typeof value === "object" || typeof value === "function") && value !== null && "~standard" in value,
  },
};

/** Throws `FlowOptionError` for the first option that is unknown or has a value that it cannot have. Pure. */
export function validateFlowOptions(options: FlowOptions): void {
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(expectations, option)) {
      const known = Object.keys(expectations);
      throw new FlowOptionError({
        option,
        expected: `one of ${known.join(", ")}`,
        received: "an unknown option",
        hint: didYouMean(option, known),
      });
    }
    const { expected, accepts } = expectations[option as keyof Options];
    if (!accepts(value)) throw new FlowOptionError({ option, expected, received: inspect(value, { depth: 1 }) });
  }
}
