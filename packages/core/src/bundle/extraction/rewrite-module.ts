import { MagicString } from "magic-string";
import { exportName } from "../code-module.ts";
import { sourceMapComments } from "../../settings/read-source-map.ts";
import type { ParsedModule } from "../syntax/parse-module.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { contentText } from "../capture/captured-graph.ts";
import type { Snapshot } from "../capture/capture-plan.ts";
import { createdRequires } from "./created-requires.ts";
import type { ModuleUnit } from "./module-units.ts";

/** Where the flow's expression goes: where it stands, alone in place of its statement, to the end, or with a captured class. */
export type Placement = "in-place" | "lifted" | "appended" | "captured";

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The module with only the kept units and the flow's expression, every other character as it was.
 *
 * @param flow `null` where the module's flow is not wanted
 */
export function rewriteModule(
  { source, program }: ParsedModule,
  kept: ReadonlySet<ModuleUnit>,
  snapshots: ReadonlyMap<ModuleUnit, Snapshot>,
  flow: { readonly call: SyntaxNode; readonly home: SyntaxNode; readonly placement: Placement } | null,
): MagicString {
  const text = new MagicString(source);
  const requires = createdRequires(
    [...kept].filter((unit) => !snapshots.has(unit)),
    flow?.placement === "lifted" ? flow.call : null,
  );
  const travelling = [...kept].filter((unit) => !requires.replaced.has(unit));
  const keptByStatement = Map.groupBy(travelling, (unit) => unit.statement);

  for (const statement of program.body) {
    const units = keptByStatement.get(statement) ?? [];
    if (statement.type === "ImportDeclaration") {
      rewriteImport(text, statement, units);
      continue;
    }
    const pieces = units.map(toPiece);
    if (flow !== null && statement === flow.home && flow.placement === "lifted") {
      const { start, end } = flow.call;
      pieces.push({ start, end, before: `${exportName} = `, after: ";" });
    }
    keepOnly(text, statement, pieces);
    for (const unit of units) writeSnapshot(text, unit, snapshots.get(unit));
  }
  for (const { start, end } of requires.callees) text.update(start, end, "require");
  if (flow?.placement === "in-place") {
    text.appendRight(flow.call.start, `(${exportName} = `).prependLeft(flow.call.end, ")");
  }
  for (const { start, end } of sourceMapComments(source)) text.remove(start, end);
  return text;
}

/** `rows = <value>` in place of a declarator. */
function writeSnapshot(text: MagicString, { node }: ModuleUnit, snapshot: Snapshot | undefined): void {
  if (snapshot === undefined) return;
  const declarators = [...snapshot.keys].map(([name, key]) => `${name} = ${contentText({ kind: "value", key })}`);
  text.update(node.start, node.end, declarators.join(", "));
}

function toPiece({ node, statement }: ModuleUnit): Piece {
  const { start, end } = node;
  const declaration = "declaration" in statement && statement.declaration ? statement.declaration : statement;
  if (declaration.type === "VariableDeclaration") return { start, end, before: `${declaration.kind} `, after: ";" };
  const isNameless = statement.type === "ExportDefaultDeclaration" && !("id" in node && node.id);
  return isNameless ? { start, end, before: "void (", after: ");" } : { start, end, before: "", after: "" };
}

/** Removes what is between the pieces. */
function keepOnly(text: MagicString, statement: SyntaxNode, pieces: readonly Piece[]): void {
  let at = statement.start;
  for (const { start, end, before, after } of pieces.toSorted((left, right) => left.start - right.start)) {
    if (at < start) text.remove(at, start);
    text.prependRight(start, before).appendLeft(end, after);
    at = end;
  }
  if (at < statement.end) text.remove(at, statement.end);
}

/** Keeps the names that are needed; an import without names is there for what it does, and stays. */
function rewriteImport(
  text: MagicString,
  statement: Extract<SyntaxNode, { type: "ImportDeclaration" }>,
  units: readonly ModuleUnit[],
): void {
  if (statement.importKind !== "type" && statement.specifiers.length === 0) return;
  if (units.length === 0) {
    text.remove(statement.start, statement.end);
    return;
  }
  if (units.length === statement.specifiers.length) return;
  const { original } = text;
  const kept = units.map(({ node }) => node);
  const named = kept.filter(({ type }) => type === "ImportSpecifier");
  const clauses = kept
    .filter(({ type }) => type !== "ImportSpecifier")
    .map(({ start, end }) => original.slice(start, end));
  if (named.length > 0) clauses.push(`{ ${named.map(({ start, end }) => original.slice(start, end)).join(", ")} }`);
  text.overwrite(statement.start, statement.source.start, `import ${clauses.join(", ")} from `);
}
