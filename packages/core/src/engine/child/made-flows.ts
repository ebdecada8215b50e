import type { AnyFunction, FlowBrand } from "../../contracts/flow.ts";
import { NestedFlowNotFoundError } from "../../errors/nested-flow-not-found-error.ts";

/** The flows of this process's code, in the order in which it made them while it was loaded. */
const made: FlowBrand[] = [];

let isComplete = false;

/** Keeps a flow that the code has made. */
export function rememberFlow<Made>(flow: Made): Made {
  if (!isComplete) made.push(flow as FlowBrand);
  return flow;
}

/** What is made from now on is made by running functions, and not by every process that loads the code. */
export function completeFlows(): void {
  isComplete = true;
}

/** The name under which any process that loads the same code finds a flow. Throws `NestedFlowNotFoundError`. */
export function flowReference(flow: FlowBrand): string {
  const { fn, name } = flow["~flow"];
  const index = made.findIndex((candidate) => functionOf(candidate) === fn);
  if (index === -1) throw new NestedFlowNotFoundError({ flowName: name });
  return `flow:${index}`;
}

/** The flow that a reference names; `null` where it is no reference. */
export function referencedFlow(reference: string): unknown {
  const index = /^flow:(\d+)$/.exec(reference)?.[1];
  return index === undefined ? null : made[Number(index)];
}

function functionOf(flow: FlowBrand): AnyFunction {
  return flow["~flow"].fn;
}
