import { basename } from "node:path";
import { Bundle, MagicString } from "magic-string";
import { type CapturedModule, capturedName, functionText } from "../capture/captured-graph.ts";
import type { CapturePlan } from "../capture/capture-plan.ts";
import { emitCaptured } from "../capture/emit-captured.ts";
import { exportName } from "../code-module.ts";
import { lineAt, type ParsedModule } from "../syntax/parse-module.ts";
import type { FlowAnalysis } from "./analyze-flow.ts";
import { type FunctionSignature, functionSignature } from "./function-signature.ts";
import type { FlowExpressions } from "./flow-expressions.ts";
import type { ModuleUnit } from "./module-units.ts";
import { type DroppedCall, reachableUnits } from "./reachable-units.ts";
import { type Placement, rewriteModule } from "./rewrite-module.ts";
import { type UnportableCode, unportableCode } from "./unportable-code.ts";

/** A module reduced to what travels of it. */
export interface ExtractedModule {
  readonly file: string;
  readonly source: string;
  readonly text: Bundle;
}

/** A flow's module and those of functions that it captured, reduced to what travels. */
export interface ExtractedFlow {
  readonly entry: ExtractedModule;
  readonly captured: readonly ExtractedModule[];
  /** Of the flow's function; `null` where that is not in this module. */
  readonly signature: FunctionSignature | null;
  readonly warnings: readonly string[];
  /** What is to be warned of where the package travels in other modules. */
  readonly packageWarnings: readonly { readonly package: string; readonly warning: string }[];
}

/** How the module of captured functions is imported beside the same module as its importers see it. */
export const capturedSuffix = "?prefect-captured";

const importCaptured = `import { captured as ${capturedName} } from "prefect-core";\n`;

/** Reduces the module that makes a flow to that flow and what it reaches. The statements that call it stay behind. */
export function extractFlow(analysis: FlowAnalysis, plan: CapturePlan): ExtractedFlow {
  const { units, surroundings, flowCall } = analysis;
  const { call } = flowCall;
  const home = units.find(({ node }) => node.start <= call.start && call.end <= node.end);
  const kept = surroundings.belongsToClass && home ? new Set([...plan.reach.kept, home]) : plan.reach.kept;
  const placement = placementOf(analysis, plan, home !== undefined && kept.has(home));
  const others = capturedModules(plan);
  return {
    entry: { ...sourceOf(flowCall.module), text: entryText(analysis, plan, { kept, placement, others }) },
    captured: others.map((other) => ({ ...sourceOf(other.module), text: capturedText(other, plan) })),
    signature: functionSignature(call, units, analysis.method),
    warnings: warningsOf(analysis, plan, placement === "in-place" ? kept : new Set([...kept, { node: call }])),
    packageWarnings: plan.reach.droppedCalls
      .filter(({ isNeeded, call: dropped }) => !isNeeded && dropped.isPackage)
      .map((dropped) => ({ package: dropped.call.module, warning: locate(analysis, explainCall(dropped)) })),
  };
}

function placementOf({ surroundings, method }: FlowAnalysis, { target }: CapturePlan, isHomeKept: boolean): Placement {
  if (method !== null && surroundings.madeOnDemand) return "captured";
  if (target !== null || (isHomeKept && surroundings.madeOnDemand)) return "appended";
  return isHomeKept ? "in-place" : "lifted";
}

function entryText(
  { flowCall: { module, call, path }, exports }: FlowAnalysis,
  { graph, target, receiver, snapshots }: CapturePlan,
  {
    kept,
    placement,
    others,
  }: { kept: ReadonlySet<ModuleUnit>; placement: Placement; others: readonly CapturedModule[] },
): Bundle {
  const filename = basename(module.file);
  const text = new Bundle({ separator: "" });
  const flow = { call, home: path[1] ?? call, placement };
  text.addSource({ filename, content: rewriteModule(module, kept, snapshots, flow) });
  text.append("\n");
  for (const other of others) text.append(`import ${JSON.stringify(other.module.file + capturedSuffix)};\n`);
  if (graph !== null && (target !== null || receiver !== null || graph.values.size > 0)) {
    text.append(importCaptured);
    emitCaptured(text, graph.entry, { filename, target, keysWithFunctions: graph.keysWithFunctions });
  }
  if (target !== null) {
    text.append(`${capturedName}.link();\n${exportName} = ${functionText(target.index)}();\n`);
  } else if (receiver !== null) {
    text.append(`${capturedName}.link();\n${exportName} = ${exportName}["~method"].of(${receiver.text});\n`);
  } else if (placement === "appended") {
    text.append(`${exportName} = `);
    text.addSource({ filename, content: new MagicString(module.source).snip(call.start, call.end) });
    text.append(";\n");
  }
  // `var`, because assignments stand before it and no line may move.
  text.append(`var ${exportName};\nexport { ${exportName} };\n`);
  return text.append(exports.map((exported) => `${exported.text}\n`).join(""));
}

/** Modules other than the flow's own of which captured functions travel. */
function capturedModules({ graph }: CapturePlan): readonly CapturedModule[] {
  if (graph === null) return [];
  const modules = [...graph.modules.values()];
  return modules.filter((module) => module !== graph.entry && module.slots.length + module.frames.length > 0);
}

/** A copy of a module with the captured functions and what they reach; what it does at its top level stays behind. */
function capturedText(captured: CapturedModule, { graph }: CapturePlan): Bundle {
  const { module, units, roots } = captured;
  const filename = basename(module.file);
  const { kept } = reachableUnits(units, [...roots], noFlows);
  const text = new Bundle({ separator: "" });
  text.addSource({ filename, content: rewriteModule(module, kept, new Map(), null) });
  text.append("\n").append(importCaptured);
  emitCaptured(text, captured, { filename, target: null, keysWithFunctions: graph?.keysWithFunctions ?? new Set() });
  return text;
}

/** Which expressions make flows is known only where one was found. */
const noFlows: FlowExpressions = { isFlow: () => false, runsFlow: () => false, names: new Set() };

function sourceOf({ file, source }: ParsedModule): { readonly file: string; readonly source: string } {
  return { file, source };
}

function warningsOf(
  analysis: FlowAnalysis,
  { reach, snapshots }: CapturePlan,
  travelling: ReadonlySet<Pick<ModuleUnit, "node">>,
): string[] {
  const evaluated = [...travelling].filter((unit) => !snapshots.has(unit as ModuleUnit));
  const found = [
    ...reach.dropped.map(({ unit, names }) => ({
      start: unit.node.start,
      explanation: `this statement stays behind, although it changes ${names.join(", ")}, which the flow uses`,
    })),
    ...reach.droppedCalls.filter(({ isNeeded }) => isNeeded).map(explainCall),
    ...evaluated.flatMap(({ node }) => unportableCode(node)),
  ];
  return found.map((problem) => locate(analysis, problem));
}

function explainCall({ unit: { node }, call: { module } }: DroppedCall): UnportableCode {
  const explanation =
    `this statement stays behind, although it may set up ${module}, which the flow uses: ` +
    "call it in a module that the flow's code imports, or inside the flow";
  return { start: node.start, explanation };
}

function locate({ flowCall: { module } }: FlowAnalysis, { start, explanation }: UnportableCode): string {
  return `${module.file}:${lineAt(module.source, start)}: ${explanation}`;
}
