import { isFunction, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import type { FlowAnalysis } from "./analyze-flow.ts";
import { machineAccess } from "./machine-access.ts";
import type { ModuleUnit } from "./module-units.ts";

/** How module-level variables travel; `undefined`: each as suits it. */
export type GlobalsOption = "snapshot" | "reevaluate" | undefined;

/** Why a module-level variable travels as the value that it had. */
export type SnapshotReason = "flow" | "await" | "machine" | "dependency" | "option";

/**
 * Why a variable should travel as its value rather than as its initialiser: that one runs a flow, waits, asks the
 * machine, or is made of such a variable. `null` for what is made again: functions, classes, flows, what is computed
 * from the code alone, and what is read from the environment, which may be secret.
 */
export function snapshotReasons(
  { units, flows }: Pick<FlowAnalysis, "units" | "flows">,
  globals: GlobalsOption,
): (unit: ModuleUnit) => SnapshotReason | null {
  const declaring = new Map(units.flatMap((unit) => unit.names.map((name) => [name, unit] as const)));
  const known = new Map<ModuleUnit, SnapshotReason | null>();

  const reasonOf = (unit: ModuleUnit): SnapshotReason | null => {
    const found = known.get(unit);
    if (found !== undefined) return found;
    // A cycle of initialisers has no reason of its own.
    known.set(unit, null);
    const reason = findReason(unit);
    known.set(unit, reason);
    return reason;
  };
  const findReason = (unit: ModuleUnit): SnapshotReason | null => {
    const { node } = unit;
    if (node.type !== "VariableDeclarator") return null;
    const makers = [node.init, ...writersOf(unit)].filter((maker) => maker !== null);
    if (makers.some((maker) => flows.runsFlow(maker))) return "flow";
    if (globals === "reevaluate" || makers.length === 0 || makers.some((maker) => isCode(maker, flows.isFlow)))
      return null;
    const access = makers.map((maker) => machineAccess(maker, units));
    if (access.some(({ awaits }) => awaits)) return "await";
    if (access.some(({ readsEnvironment }) => readsEnvironment)) return null;
    if (access.some(({ touchesMachine }) => touchesMachine)) return "machine";
    if (globals === "snapshot") return "option";
    const isDerived = unit.references.some(({ name, deferred }) => {
      const other = deferred ? undefined : declaring.get(name);
      return other !== undefined && other !== unit && reasonOf(other) !== null;
    });
    return isDerived ? "dependency" : null;
  };
  /** What assigns a variable that has no initialiser of its own. */
  const writersOf = ({ node, names }: ModuleUnit): SyntaxNode[] => {
    if (node.type !== "VariableDeclarator" || node.init) return [];
    return units
      .filter(
        ({ kind, references }) =>
          kind === "effect" &&
          references.some((used) => used.role === "write" && !used.deferred && names.includes(used.name)),
      )
      .map((unit) => unit.node);
  };
  return reasonOf;
}

/** Whether an initialiser gives code: a function, a class, a flow or a loaded module. */
function isCode(init: SyntaxNode, isFlow: (node: SyntaxNode) => boolean): boolean {
  const expression = unwrapExpression(init);
  if (isFunction(expression) || expression.type === "ClassExpression" || isFlow(expression)) return true;
  return (
    expression.type === "CallExpression" &&
    expression.callee.type === "Identifier" &&
    ["require", "createRequire"].includes(expression.callee.name)
  );
}
