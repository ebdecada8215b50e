import type { BoundFlow } from "../contracts/bound-flow.ts";
import type { AnyFunction } from "../contracts/flow.ts";
import { type DecoratedMethod, isDecoratedMethod } from "../contracts/flow-method.ts";
import { UnboundMethodError } from "../errors/unbound-method-error.ts";

/**
 * The typed handle of a method that was decorated with an infrastructure, because decorators leave a method's type as
 * it is: `bound(Jobs.run).submit("x")`, `bound(jobs.train).map(items)` with an instance.
 *
 * @throws UnboundMethodError where it is no such method
 */
export function bound<F extends (...args: never[]) => Promise<unknown>>(method: F): BoundFlow<F> {
  const handle = isDecoratedMethod(method) ? handleOf(method) : method;
  if (typeof handle === "function" && "submit" in handle) return handle as unknown as BoundFlow<F>;
  throw new UnboundMethodError({
    received: typeof method === "function" ? `the function '${method.name}'` : `a value of type ${typeof method}`,
    mend: "Put an infrastructure's decorator above @flow(): @docker({ ... }) @flow() static async run() {}.",
  });
}

function handleOf(method: AnyFunction & DecoratedMethod): AnyFunction {
  const owner = method["~method"].owner();
  if (owner !== undefined) return method["~method"].of(owner);
  throw new UnboundMethodError({
    received: `the method '${method.name}' of a prototype`,
    mend: "Take it from the instance that it is to be called on: bound(jobs.train).",
  });
}
