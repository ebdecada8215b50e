import { packageNameOf } from "../build/resolve-package.ts";
import { runsSome, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";
import type { ModuleUnit } from "./module-units.ts";

/** A statement that calls what an import gives: `dayjs.extend(utc)`, `addFormats(ajv)`. */
export interface ImportedCall {
  /** The package, or the specifier of a file or of a module of Node.js. */
  readonly module: string;
  readonly isPackage: boolean;
  /** Whether the name says that the call sets something up for later, as `extend` and `registerLocale` do. */
  readonly configures: boolean;
  /** Names that it is given as they are. */
  readonly given: readonly string[];
}

/** Of packages, whose singletons rarely stand for something outside the process, a mere `set` configures too. */
const configuring =
  /^(?:config|configure|define|disable|enable|extend|init|install|locale|mixin|plugin|register|use)(?:$|[A-Z])|^(?:add|set)[A-Z]/;

const builtIn =
  /^(?:node:|(?:assert|buffer|child_process|cluster|console|crypto|dns|events|fs|http|https|module|net|os|path|process|stream|timers|tls|url|util|v8|vm|worker_threads|zlib)(?:\/|$))/;

/** Globals of the language, whose members polyfills and the like set: `BigInt.prototype.toJSON = ...`. */
const languageGlobals: ReadonlySet<string> = new Set(
  "Array BigInt Date Error Function Iterator JSON Map Math Number Object Promise RegExp Set String Symbol".split(" "),
);

/** What a statement calls of an import; `null` where it is no such call. */
export function importedCall(unit: ModuleUnit, imports: ReadonlyMap<string, ModuleUnit>): ImportedCall | null {
  if (unit.kind !== "effect" || unit.node.type !== "ExpressionStatement") return null;
  const call = firstCall(unit.node.expression);
  if (call === null) return null;
  const callee = unwrapExpression(call.callee);
  const root = rootIdentifier(callee);
  const imported = root === null ? undefined : imports.get(root);
  if (imported?.statement.type !== "ImportDeclaration") return null;
  const specifier = imported.statement.source.value;
  const isPackage = !/^[./#]/.test(specifier) && !builtIn.test(specifier);
  const name = callee.type === "MemberExpression" ? nameOf(callee.property) : (importedName(imported) ?? root ?? "");
  return {
    module: isPackage ? packageNameOf(specifier) : specifier,
    isPackage,
    configures: builtIn.test(specifier)
      ? /^set[A-Z]/.test(name)
      : configuring.test(name) || (isPackage && name === "set"),
    given: call.arguments.map(unwrapExpression).flatMap((argument) => nameOf(argument) || []),
  };
}

/** Whether a statement sets a member of a global of the language. @param declared the module's own names */
export function changesLanguage({ kind, references }: ModuleUnit, declared: (name: string) => boolean): boolean {
  return (
    kind === "effect" &&
    references.some(
      ({ name, role, deferred }) => role === "mutate" && !deferred && languageGlobals.has(name) && !declared(name),
    )
  );
}

export function importsOf(units: readonly ModuleUnit[]): ReadonlyMap<string, ModuleUnit> {
  return new Map(
    units.filter(({ kind }) => kind === "import").flatMap((unit) => unit.names.map((name) => [name, unit])),
  );
}

export function awaits(node: SyntaxNode): boolean {
  return runsSome(
    node,
    (inner) => inner.type === "AwaitExpression" || (inner.type === "ForOfStatement" && inner.await),
  );
}

/** `a.b()` of `await a.b().c()`. */
function firstCall(node: SyntaxNode): Extract<SyntaxNode, { type: "CallExpression" }> | null {
  const expression = unwrapExpression(node.type === "AwaitExpression" ? node.argument : node);
  if (expression.type !== "CallExpression") return null;
  const callee = unwrapExpression(expression.callee);
  return (callee.type === "MemberExpression" ? firstCall(callee.object) : null) ?? expression;
}

function rootIdentifier(node: SyntaxNode): string | null {
  const expression = unwrapExpression(node);
  if (expression.type === "Identifier") return expression.name;
  return expression.type === "MemberExpression" ? rootIdentifier(expression.object) : null;
}

function importedName({ node }: ModuleUnit): string | null {
  return node.type === "ImportSpecifier" ? nameOf(node.imported) : null;
}

function nameOf(node: SyntaxNode): string {
  return node.type === "Identifier" ? node.name : "";
}
