import type { MagicString } from "magic-string";
import { ClosureNotSupportedError } from "../../errors/closure-not-supported-error.ts";
import { FlowResultCapturedError } from "../../errors/flow-result-captured-error.ts";
import type { FlowCall } from "../site/find-flow-call.ts";
import { lineAt } from "../syntax/parse-module.ts";
import { freeReferences } from "../syntax/references.ts";
import { surroundingsOf } from "./captured-variables.ts";
import { type FunctionSignature, functionSignature } from "./function-signature.ts";
import { flowExpressions } from "./flow-expressions.ts";
import { type ModuleUnit, moduleUnits } from "./module-units.ts";
import { reachableUnits } from "./reachable-units.ts";
import { type Placement, rewriteModule } from "./rewrite-module.ts";
import { unportableCode } from "./unportable-code.ts";

/** A module reduced to one flow and what it reaches. */
export interface ExtractedModule {
  readonly file: string;
  readonly source: string;
  readonly text: MagicString;
  /** Of the flow's function; `null` where that is not in this module. */
  readonly signature: FunctionSignature | null;
  readonly warnings: readonly string[];
}

/**
 * Reduces the module that makes a flow to that flow and what it reaches. The statements that call it stay behind.
 *
 * @throws ClosureNotSupportedError where the flow uses variables of a function or block around it
 * @throws FlowResultCapturedError where the flow uses a variable that holds what another flow returned
 */
export function extractFlow(flowName: string, { module, call, path }: FlowCall): ExtractedModule {
  const { file, source, program } = module;
  const references = freeReferences(call);
  const { captured, belongsToClass, madeOnDemand } = surroundingsOf(path, references);
  if (captured.length > 0) {
    const variables = captured.map(({ name, start }) => ({ name, line: lineAt(source, start) }));
    throw new ClosureNotSupportedError({ flowName, file, line: lineAt(source, call.start), variables });
  }

  const units = moduleUnits(program);
  const home = units.find(({ node }) => node.start <= call.start && call.end <= node.end);
  const flows = flowExpressions(units, call);
  const needed = belongsToClass && home ? home.references : references;
  const { kept, dropped } = reachableUnits(
    units,
    needed.map(({ name }) => name),
    flows,
  );
  const whole = belongsToClass && home ? new Set([...kept, home]) : kept;
  for (const unit of whole) refuseFlowResult(flowName, module, unit, flows.runsFlow);

  const placement: Placement = !home || !whole.has(home) ? "lifted" : madeOnDemand ? "appended" : "in-place";
  const homeStatement = path[1] ?? call;
  const travelling = new Set([...whole].map(({ node }) => node));
  if (placement !== "in-place") travelling.add(call);
  return {
    file,
    source,
    signature: functionSignature(call, units),
    text: rewriteModule(module, whole, { call, home: homeStatement, placement }),
    warnings: [
      ...dropped.map(({ unit, names }) => ({
        start: unit.node.start,
        explanation: `this statement stays behind, although it changes ${names.join(", ")}, which the flow uses`,
      })),
      ...[...travelling].flatMap(unportableCode),
    ].map(({ start, explanation }) => `${file}:${lineAt(source, start)}: ${explanation}`),
  };
}

function refuseFlowResult(
  flowName: string,
  { file, source }: FlowCall["module"],
  unit: ModuleUnit,
  runsFlow: (node: ModuleUnit["node"]) => boolean,
): void {
  if (unit.node.type !== "VariableDeclarator" || !unit.node.init || !runsFlow(unit.node.init)) return;
  throw new FlowResultCapturedError({ flowName, file, line: lineAt(source, unit.node.start), names: unit.names });
}
