import type { FlowCall } from "../site/find-flow-call.ts";
import { type DecoratedMethodSyntax, decoratedMethod } from "../syntax/decorated-method.ts";
import { freeReferences, type Reference } from "../syntax/references.ts";
import { type Surroundings, surroundingsOf } from "./captured-variables.ts";
import { type FlowExpressions, flowExpressions } from "./flow-expressions.ts";
import { type ModuleExport, moduleExports } from "./module-exports.ts";
import { type ModuleUnit, moduleUnits } from "./module-units.ts";

/** What a module says about one of its flows, before anything that the process holds is looked at. */
export interface FlowAnalysis {
  readonly flowCall: FlowCall;
  readonly units: readonly ModuleUnit[];
  readonly flows: FlowExpressions;
  /** The method whose decorator makes the flow; `null` where it is made of a function. */
  readonly method: DecoratedMethodSyntax | null;
  /** What the flow's expression, or the class of its method, uses from outside itself. */
  readonly references: readonly Reference[];
  readonly surroundings: Surroundings;
  /** What modules that the flow uses import of its own module. */
  readonly exports: readonly ModuleExport[];
}

export function analyzeFlow(flowCall: FlowCall): FlowAnalysis {
  const { module, call, path } = flowCall;
  const method = decoratedMethod(path);
  const references = freeReferences(method?.owner ?? call);
  const units = moduleUnits(module.program);
  return {
    flowCall,
    units,
    flows: flowExpressions(units, call),
    method,
    references,
    surroundings: surroundingsOf(path, references),
    exports: [],
  };
}

/** The analysis of a flow whose module is imported back for these names; `null` where it does not export them all. */
export function withExports(analysis: FlowAnalysis, names: readonly string[]): FlowAnalysis | null {
  const all = moduleExports(analysis.flowCall.module.program);
  const exports = names.flatMap((name) => all.get(name) ?? []);
  return exports.length === names.length ? { ...analysis, exports } : null;
}
