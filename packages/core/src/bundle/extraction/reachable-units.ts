import type { Reference } from "../syntax/references.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { FlowExpressions } from "./flow-expressions.ts";
import { awaits, changesLanguage, type ImportedCall, importedCall, importsOf } from "./module-effects.ts";
import type { ModuleUnit } from "./module-units.ts";
import { packageNameOf } from "../build/resolve-package.ts";

/** What of a module a flow needs, and what it leaves that may matter. */
export interface Reach {
  readonly kept: ReadonlySet<ModuleUnit>;
  /** Statements that stay behind although they change something that travels. */
  readonly dropped: readonly { readonly unit: ModuleUnit; readonly names: readonly string[] }[];
  /** Calls of imports that stay behind, and may set up what travels. */
  readonly droppedCalls: readonly DroppedCall[];
}

export interface DroppedCall {
  readonly unit: ModuleUnit;
  readonly call: ImportedCall;
  /** Whether what it sets up, or is given, is surely used: else that shows once all modules are known. */
  readonly isNeeded: boolean;
}

/**
 * Follows names from `roots` through the module's declarations, and keeps the statements that initialise what is kept:
 * those that assign it, change its members, or call its methods, and those that set up a module of which something is
 * kept, as `dayjs.extend(utc)` does. A statement that runs a flow, or that calls a method
 * and waits for it, is the caller's and stays behind. What travels as the value that it had needs neither its
 * initialiser nor such statements.
 */
export function reachableUnits(
  units: readonly ModuleUnit[],
  roots: readonly string[],
  flows: FlowExpressions,
  isSnapshot: (unit: ModuleUnit) => boolean = () => false,
): Reach {
  const declarations = Map.groupBy(
    units.flatMap((unit) => unit.names.map((name) => ({ name, unit }))),
    ({ name }) => name,
  );
  const kept = new Set<ModuleUnit>();
  const keep = (names: readonly string[]): void => {
    const pending = [...names];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      for (const { unit } of declarations.get(name) ?? []) {
        if (kept.has(unit)) continue;
        kept.add(unit);
        if (!isSnapshot(unit)) pending.push(...unit.references.map((reference) => reference.name));
      }
    }
  };
  keep(roots);

  const keptDeclarations = (name: string): ModuleUnit[] =>
    (declarations.get(name) ?? []).flatMap(({ unit }) => (kept.has(unit) && !isSnapshot(unit) ? [unit] : []));
  const imports = importsOf(units);
  const calls = new Map(units.map((unit) => [unit, importedCall(unit, imports)]));
  const isKeptImport = (name: string): boolean => keptDeclarations(name).some(({ kind }) => kind === "import");
  const usesModule = ({ module }: ImportedCall): boolean =>
    [...kept].some((unit) => unit.kind === "import" && moduleOf(unit) === module);
  const isNeeded = (call: ImportedCall): boolean =>
    (call.configures && (usesModule(call) || call.given.some((name) => keptDeclarations(name).length > 0))) ||
    call.given.some(isKeptImport);
  const setsUp = (unit: ModuleUnit): boolean => {
    if (usesFlows(unit, flows) || awaits(unit.node)) return false;
    if (registersSerializer(unit) || changesLanguage(unit, (name) => declarations.has(name))) return true;
    const call = calls.get(unit);
    return call?.configures === true && isNeeded(call);
  };
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const unit of units) {
      if (unit.kind !== "effect" || kept.has(unit)) continue;
      if (!initialises(unit, keptDeclarations, flows) && !setsUp(unit)) continue;
      kept.add(unit);
      keep(unit.references.map((reference) => reference.name));
    }
  }

  const dropped = units.flatMap((unit) => {
    if (unit.kind !== "effect" || kept.has(unit)) return [];
    const names = [...referencesWhenRun(unit, declarations)]
      .filter(({ role }) => role === "write" || role === "mutate")
      .map(({ name }) => name)
      .concat(awaits(unit.node) ? methodReceivers(unit, flows) : [])
      .filter((name) => keptDeclarations(name).some(({ kind }) => kind === "declaration"));
    return names.length === 0 ? [] : [{ unit, names: [...new Set(names)] }];
  });
  const droppedCalls = units.flatMap((unit) => {
    const call = calls.get(unit);
    if (!call || kept.has(unit) || usesFlows(unit, flows)) return [];
    return call.configures || isNeeded(call) ? [{ unit, call, isNeeded: isNeeded(call) }] : [];
  });
  return { kept, dropped, droppedCalls };
}

function moduleOf({ statement }: ModuleUnit): string | null {
  if (statement.type !== "ImportDeclaration") return null;
  const specifier = statement.source.value;
  return /^[./#]/.test(specifier) ? specifier : packageNameOf(specifier);
}

function usesFlows(unit: ModuleUnit, flows: FlowExpressions): boolean {
  return unit.references.some(({ name }) => flows.names.has(name)) || flows.runsFlow(unit.node);
}

/** `registerSerializer(messagePack)`: results may be read where the flow runs. */
function registersSerializer({ node }: ModuleUnit): boolean {
  if (node.type !== "ExpressionStatement" || node.expression.type !== "CallExpression") return false;
  const { callee } = node.expression;
  const name = callee.type === "MemberExpression" ? callee.property : callee;
  return name.type === "Identifier" && name.name === "registerSerializer";
}

type Declarations = ReadonlyMap<string, readonly { readonly unit: ModuleUnit }[]>;

/** What a statement does with names, together with what the functions do that it calls or hands on. */
function referencesWhenRun(effect: ModuleUnit, declarations: Declarations): Set<Reference> {
  const references = new Set(effect.references);
  const seen = new Set<ModuleUnit>();
  for (const { name } of references) {
    for (const { unit } of declarations.get(name) ?? []) {
      if (seen.has(unit) || unit.node.type !== "FunctionDeclaration") continue;
      seen.add(unit);
      for (const reference of unit.references) references.add(reference);
    }
  }
  return references;
}

function methodReceivers(unit: ModuleUnit, flows: FlowExpressions): string[] {
  if (unit.references.some(({ name }) => flows.names.has(name))) return [];
  return unit.references.filter(({ role, deferred }) => role === "method" && !deferred).map(({ name }) => name);
}

function initialises(
  unit: ModuleUnit,
  keptDeclarations: (name: string) => ModuleUnit[],
  flows: FlowExpressions,
): boolean {
  if (registersKeptType(unit, keptDeclarations)) return true;
  const now = unit.references.filter(({ deferred }) => !deferred);
  const touches = (role: string, kinds: readonly string[]): boolean =>
    now.some(
      (reference) =>
        reference.role === role && keptDeclarations(reference.name).some(({ kind }) => kinds.includes(kind)),
    );
  const assigns = touches("write", ["declaration", "import"]) || touches("mutate", ["declaration", "import"]);
  const uses = unit.references.filter(({ name }) => flows.names.has(name));
  const runsFlow = flows.runsFlow(unit.node);
  if (assigns) {
    // `Jobs.rate = 5` sets something beside a flow, and uses none.
    const isSet = ({ role, deferred }: Reference): boolean => !deferred && (role === "write" || role === "mutate");
    return (!runsFlow && uses.every(isSet)) || assignsFlow(unit.node, flows);
  }
  return touches("method", ["declaration"]) && !runsFlow && uses.length === 0 && !awaits(unit.node);
}

/** `flows.train = localProcess()(flow(...))`: makes a flow and runs none. */
function assignsFlow(node: SyntaxNode, flows: FlowExpressions): boolean {
  return (
    node.type === "ExpressionStatement" &&
    node.expression.type === "AssignmentExpression" &&
    flows.isFlow(node.expression.right)
  );
}

/** `registerType(Money, ...)` belongs to `Money`. */
function registersKeptType(unit: ModuleUnit, keptDeclarations: (name: string) => ModuleUnit[]): boolean {
  const { node } = unit;
  if (node.type !== "ExpressionStatement" || node.expression.type !== "CallExpression") return false;
  const {
    callee,
    arguments: [type],
  } = node.expression;
  const name = callee.type === "MemberExpression" ? callee.property : callee;
  return (
    name.type === "Identifier" &&
    name.name === "registerType" &&
    type?.type === "Identifier" &&
    keptDeclarations(type.name).length > 0
  );
}
