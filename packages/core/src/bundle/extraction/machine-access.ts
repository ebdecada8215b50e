import { childNodes, isFunction, isTypeOnly, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import type { ModuleUnit } from "./module-units.ts";

/** What evaluating code asks of the process, the machine or the network, and so may answer otherwise elsewhere. */
export interface MachineAccess {
  /** Waits for something; loading code by `await import()` does not count. */
  readonly awaits: boolean;
  /** Reads files, the clock, chance, the command line, the network, or starts processes. */
  readonly touchesMachine: boolean;
  /** Reads environment variables, which may be secrets. */
  readonly readsEnvironment: boolean;
}

/** Modules of Node.js whose functions answer by what the submitting machine holds. What a machine is, as `os` says, is asked where the code runs. */
const machineModules =
  /^(?:node:)?(?:fs|fs\/promises|child_process|crypto|net|dns|dns\/promises|http|https|http2|tls|dgram|sqlite|readline|readline\/promises|perf_hooks)$/;

const machineGlobals: ReadonlySet<string> = new Set(["fetch"]);

/** Members that are read, by the objects that have them. */
const machineMembers: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Date", new Set(["now"])],
  ["Math", new Set(["random"])],
  ["performance", new Set(["now", "timeOrigin"])],
  ["crypto", new Set(["randomUUID", "getRandomValues"])],
  ["process", new Set(["argv", "cwd", "stdin", "hrtime", "uptime"])],
]);

/**
 * Looks through code that runs when the node is evaluated, and through the module's own functions that it calls.
 * What functions of other modules do is not looked at.
 */
export function machineAccess(node: SyntaxNode, units: readonly ModuleUnit[]): MachineAccess {
  const found = { awaits: false, touchesMachine: false, readsEnvironment: false };
  const functions = new Map(units.flatMap((unit) => unit.names.map((name) => [name, unit] as const)));
  const machineImports = namesOfMachineModules(units);
  const seen = new Set<ModuleUnit>();

  const visit = (at: SyntaxNode, isInside: boolean): void => {
    if (isTypeOnly(at) || isFunction(at)) return;
    const waits =
      (at.type === "AwaitExpression" && unwrapExpression(at.argument).type !== "ImportExpression") ||
      (at.type === "ForOfStatement" && at.await);
    if (waits && !isInside) found.awaits = true;
    if (at.type === "NewExpression" && nameOf(at.callee) === "Date" && at.arguments.length === 0) {
      found.touchesMachine = true;
    }
    if (at.type === "MemberExpression") visitMember(at.object, nameOf(at.property));
    if (at.type === "CallExpression" || at.type === "NewExpression") {
      visitCallee(unwrapExpression(at.callee));
      for (const argument of at.arguments) if (isFunction(argument)) visitBody(argument);
    }
    for (const child of childNodes(at)) visit(child, isInside);
  };
  const visitMember = (object: SyntaxNode, member: string): void => {
    const owner = nameOf(object);
    if (functions.has(owner)) return;
    if (owner === "process" && member === "env") found.readsEnvironment = true;
    if (machineMembers.get(owner)?.has(member) === true) found.touchesMachine = true;
  };
  const visitCallee = (callee: SyntaxNode): void => {
    if (isFunction(callee)) {
      visitBody(callee);
      return;
    }
    const name = rootName(callee);
    if (name === null) return;
    if (machineImports.has(name) || (machineGlobals.has(name) && !functions.has(name))) found.touchesMachine = true;
    const unit = functions.get(name);
    if (unit === undefined || seen.has(unit)) return;
    seen.add(unit);
    const { node: declaration } = unit;
    const made = declaration.type === "VariableDeclarator" && declaration.init ? declaration.init : declaration;
    if (isFunction(unwrapExpression(made))) visitBody(unwrapExpression(made));
  };
  const visitBody = (fn: SyntaxNode): void => {
    for (const child of childNodes(fn)) visit(child, true);
  };

  visit(node, false);
  return found;
}

function namesOfMachineModules(units: readonly ModuleUnit[]): ReadonlySet<string> {
  const names = units.flatMap(({ kind, statement, node, names: declared }) => {
    if (kind === "import" && statement.type === "ImportDeclaration") {
      return machineModules.test(statement.source.value) ? declared : [];
    }
    return node.type === "VariableDeclarator" && node.init && requiresMachine(node.init) ? declared : [];
  });
  return new Set(names);
}

/** `require("fs")`, as in CommonJS. */
function requiresMachine(init: SyntaxNode): boolean {
  const call = unwrapExpression(init);
  if (call.type !== "CallExpression" || nameOf(call.callee) !== "require") return false;
  const [specifier] = call.arguments;
  return specifier?.type === "Literal" && machineModules.test(String(specifier.value));
}

/** `fs` of `fs.promises.readFile`. */
function rootName(node: SyntaxNode): string | null {
  const expression = unwrapExpression(node);
  if (expression.type === "Identifier") return expression.name;
  return expression.type === "MemberExpression" ? rootName(expression.object) : null;
}

function nameOf(node: SyntaxNode): string {
  return node.type === "Identifier" ? node.name : "";
}
