import type { FlowDefinition } from "../../contracts/flow.ts";
import { ClosureNotSupportedError } from "../../errors/closure-not-supported-error.ts";
import { FlowResultCapturedError } from "../../errors/flow-result-captured-error.ts";
import { InspectorUnavailableError } from "../../errors/inspector-unavailable-error.ts";
import { encodeTree } from "../../serialization/encode-walk.ts";
import type { FlowAnalysis } from "../extraction/analyze-flow.ts";
import type { ModuleUnit } from "../extraction/module-units.ts";
import { type Reach, reachableUnits } from "../extraction/reachable-units.ts";
import { type SnapshotReason, snapshotReasons } from "../extraction/snapshot-units.ts";
import { lineAt } from "../syntax/parse-module.ts";
import { isFunction, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import { placeFlow } from "./capture-flow.ts";
import { type CapturedReceiver, captureReceiver, keepFlowOfClass } from "./capture-receiver.ts";
import { CaptureProblem } from "./capture-problem.ts";
import type { CapturedFunction } from "./captured-graph.ts";
import { contentOf } from "./content-of.ts";
import { encodeCapturedValues } from "./captured-values.ts";
import { createGraphBuilder, type GraphBuilder } from "./graph-builder.ts";
import { type FunctionInspection, type FunctionInspector, openFunctionInspector } from "./inspect-functions.ts";

/** A module-level variable that travels as the value that it had. */
export interface Snapshot {
  readonly reason: SnapshotReason;
  /** The keys of the values, by the names that the declaration binds. */
  readonly keys: ReadonlyMap<string, string>;
}

/** What of the running process goes with a flow's code, and what of its module. */
export interface CapturePlan {
  readonly graph: GraphBuilder | null;
  /** The flow among the captured functions; `null` where its expression stays in place. */
  readonly target: CapturedFunction | null;
  /** What a method is called on; `null` where that is its class, which the code itself has. */
  readonly receiver: CapturedReceiver | null;
  readonly reach: Reach;
  readonly snapshots: ReadonlyMap<ModuleUnit, Snapshot>;
  /** Of captured variables and snapshots, by key. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly encodedValues: Uint8Array | null;
}

/**
 * Decides how everything travels that a flow reaches in its module and in the functions around it, and reads what
 * travels by value from the running process.
 *
 * @throws ClosureNotSupportedError where something that the flow captured cannot travel
 * @throws FlowResultCapturedError where what another flow returned cannot
 * @throws InspectorUnavailableError where the process may not inspect itself
 */
export async function planCapture(definition: FlowDefinition, analysis: FlowAnalysis): Promise<CapturePlan> {
  const reasonOf = snapshotReasons(analysis, definition.options.globals);
  const isCaptured = analysis.surroundings.captured.length > 0;
  const roots = rootsOf(analysis);
  const wanted = reachableUnits(analysis.units, roots, analysis.flows, (unit) => reasonOf(unit) !== null);
  const snapshots = [...wanted.kept].filter((unit) => reasonOf(unit) !== null);
  const hasReceiver =
    definition.method !== undefined && !(definition.method.isOwner && !analysis.surroundings.madeOnDemand);
  if (!isCaptured && !hasReceiver && snapshots.length === 0) return planWithoutValues(analysis, roots);
  let inspector: FunctionInspector;
  try {
    inspector = openFunctionInspector();
  } catch (error) {
    const flowResult = snapshots.find((unit) => reasonOf(unit) === "flow");
    if (flowResult !== undefined) throw flowResultError(definition, analysis, flowResult);
    // What a variable held is better than what its initialiser gives again, and that is better than nothing.
    if (!isCaptured && !hasReceiver && InspectorUnavailableError.isInstance(error))
      return planWithoutValues(analysis, roots);
    throw error;
  }
  try {
    return await readPlan(definition, analysis, inspector, reasonOf);
  } catch (error) {
    if (error instanceof CaptureProblem) throw toError(definition, analysis, error);
    throw error;
  } finally {
    inspector.close();
  }
}

function planWithoutValues({ units, flows }: FlowAnalysis, roots: readonly string[]): CapturePlan {
  const reach = reachableUnits(units, roots, flows);
  return {
    graph: null,
    target: null,
    receiver: null,
    reach,
    snapshots: new Map(),
    values: new Map(),
    encodedValues: null,
  };
}

async function readPlan(
  definition: FlowDefinition,
  analysis: FlowAnalysis,
  inspector: FunctionInspector,
  reasonOf: (unit: ModuleUnit) => SnapshotReason | null,
): Promise<CapturePlan> {
  const { flowCall, units, flows, surroundings } = analysis;
  const graph = createGraphBuilder(flowCall.module, units, inspector, contentOf);
  let target: CapturedFunction | null = null;
  let encodedValues: Uint8Array | null = null;
  let receiver: CapturedReceiver | null = null;
  if (definition.method !== undefined) {
    receiver = await captureReceiver(graph, definition.method, analysis);
    encodedValues = await encodeCapturedValues(graph);
    if (receiver !== null) keepFlowOfClass(graph, flowCall);
  } else if (surroundings.captured.length > 0) {
    target = await placeFlow(graph, definition, flowCall, { path: flowCall.path, known: null });
    encodedValues = await encodeCapturedValues(graph);
  }
  const isCaptured = target !== null || (receiver !== null && surroundings.madeOnDemand);
  const exported = analysis.exports.flatMap(({ local }) => local ?? []);
  const roots = [...(isCaptured ? exported : rootsOf(analysis)), ...graph.entry.roots];
  const { snapshots, isSnapshot } = createSnapshots(definition, analysis, inspector, graph, reasonOf);
  const reach = reachableUnits(units, roots, flows, isSnapshot);
  const kept = new Map([...snapshots].filter(([unit]) => reach.kept.has(unit)));
  if (kept.size > 0) encodedValues = await encodeCapturedValues(graph);
  return {
    graph,
    target,
    receiver,
    reach,
    snapshots: kept,
    values: graph.values,
    encodedValues: graph.values.size > 0 ? encodedValues : null,
  };
}

/** Reads the values of module-level variables as they are asked for. */
function createSnapshots(
  definition: FlowDefinition,
  analysis: FlowAnalysis,
  inspector: FunctionInspector,
  graph: GraphBuilder,
  reasonOf: (unit: ModuleUnit) => SnapshotReason | null,
): { readonly snapshots: ReadonlyMap<ModuleUnit, Snapshot>; readonly isSnapshot: (unit: ModuleUnit) => boolean } {
  const snapshots = new Map<ModuleUnit, Snapshot>();
  const judged = new Map<ModuleUnit, boolean>();
  let inspection: FunctionInspection | null | undefined;
  const isSnapshot = (unit: ModuleUnit): boolean => {
    const known = judged.get(unit);
    if (known !== undefined) return known;
    const reason = reasonOf(unit);
    if (reason === null) return remember(unit, false);
    inspection ??= seesModule(analysis) ? inspector.inspect(definition.method?.fn ?? definition.fn) : null;
    const found = unit.names.map((name) => [name, inspection?.lookup(name)] as const);
    const isWhole = found.every(([, value]) => value !== undefined && canTravel(value.value));
    if (!isWhole) {
      if (reason === "flow") throw flowResultError(definition, analysis, unit);
      return remember(unit, false);
    }
    const keys = found.map(([name, value]) => {
      const content = graph.keepValue(name, value?.value, null);
      return [name, content.kind === "value" ? content.key : name] as const;
    });
    snapshots.set(unit, { reason, keys: new Map(keys) });
    return remember(unit, true);
  };
  const remember = (unit: ModuleUnit, answer: boolean): boolean => {
    judged.set(unit, answer);
    return answer;
  };
  return { snapshots, isSnapshot };
}

/** Whether the flow's function is written in the flow's own module, whose variables it then sees. */
function seesModule({ flowCall: { call }, method, units }: FlowAnalysis): boolean {
  if (method !== null) return true;
  const last = call.arguments.at(-1);
  const fn = last === undefined ? null : unwrapExpression(last);
  if (fn === null) return false;
  if (isFunction(fn)) return true;
  if (fn.type !== "Identifier") return false;
  const unit = units.find(({ names }) => names.includes(fn.name));
  if (unit === undefined) return false;
  return isFunction(unit.node) || (unit.node.type === "VariableDeclarator" && isInitialisedByFunction(unit.node.init));
}

function isInitialisedByFunction(init: SyntaxNode | null): boolean {
  return init !== null && isFunction(unwrapExpression(init));
}

function canTravel(value: unknown): boolean {
  try {
    encodeTree(value, { rootName: "value", jsonOnly: false, unsendable: "refuse" });
    return true;
  } catch {
    return false;
  }
}

function rootsOf({ references, surroundings, units, exports, flowCall: { call } }: FlowAnalysis): readonly string[] {
  const exported = exports.flatMap(({ local }) => local ?? []);
  const home = units.find(({ node }) => node.start <= call.start && call.end <= node.end);
  const names = (surroundings.belongsToClass && home ? home.references : references).map(({ name }) => name);
  return [...exported, ...(surroundings.belongsToClass && home ? home.names : []), ...names];
}

function flowResultError(definition: FlowDefinition, { flowCall: { module } }: FlowAnalysis, unit: ModuleUnit): Error {
  return new FlowResultCapturedError({
    flowName: definition.name,
    file: module.file,
    line: lineAt(module.source, unit.node.start),
    names: unit.names,
  });
}

function toError(
  definition: FlowDefinition,
  { flowCall: { module, call }, surroundings }: FlowAnalysis,
  problem: CaptureProblem,
): Error {
  const lineOf = (variable: string): number => {
    const [name] = variable.split(/[.[]/, 1);
    const use = surroundings.captured.find((captured) => captured.name === name);
    return lineAt(module.source, (use ?? call).start);
  };
  return new ClosureNotSupportedError({
    flowName: definition.name,
    file: module.file,
    line: lineAt(module.source, call.start),
    variables: problem.parts.map(({ variable, reason }) => ({ name: variable, line: lineOf(variable), reason })),
  });
}
