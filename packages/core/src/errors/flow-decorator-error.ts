import { PrefectError } from "./prefect-error.ts";

/** `@flow()`, or the decorator of an infrastructure above it, was written where it cannot make a flow. */
export class FlowDecoratorError extends PrefectError {
  constructor({ problem, mend }: { readonly problem: string; readonly mend: string }) {
    super(`${problem} ${mend}`);
  }
}

/** How a decorated method is written, for messages. */
const form = "@docker({ ... }) @flow() static async run(name: string) {}";

/** The two decorators in the wrong order, or an infrastructure's alone. */
export function decoratorOrderError(infrastructureType: string, received: string): FlowDecoratorError {
  return new FlowDecoratorError({
    problem: `The decorator of '${infrastructureType}' infrastructure was put on ${received}, and not on what @flow() made.`,
    mend: `Put @flow() below it, next to the method: ${form}.`,
  });
}

/** `target`, a key and a descriptor: how TypeScript's `experimentalDecorators` call a decorator. */
export function legacyDecoratorError(decorator: string, key: string | symbol): FlowDecoratorError {
  return new FlowDecoratorError({
    problem: `${decorator} on '${String(key)}' is called as a legacy decorator, as "experimentalDecorators" of tsconfig.json and "legacyDecorator" of swc do, and works as a standard one.`,
    mend: "Remove that option, or make the flow in a static field: static run = decorator(options)(flow(fn)).",
  });
}

export function misplacedDecoratorError(problem: string): FlowDecoratorError {
  return new FlowDecoratorError({ problem, mend: `Write ${form}.` });
}
