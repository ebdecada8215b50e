import { existsSync, readFileSync } from "node:fs";
import type { CallExpression } from "oxc-parser";
import type { FlowDefinition } from "../../contracts/flow.ts";
import type { SourcePosition } from "../../contracts/definition-site.ts";
import { FlowDecoratorError } from "../../errors/flow-decorator-error.ts";
import { FlowSourceNotFoundError } from "../../errors/flow-source-not-found-error.ts";
import { decoratedMethod } from "../syntax/decorated-method.ts";
import { lineAt, type ParsedModule, parseModule } from "../syntax/parse-module.ts";
import { childNodes, isTypeOnly, type SyntaxNode } from "../syntax/syntax-node.ts";
import { candidatePositions } from "./candidate-positions.ts";
import { positionsByScript } from "./position-by-script.ts";

/** The call that made a flow, in the module that holds it. */
export interface FlowCall {
  readonly module: ParsedModule;
  readonly call: CallExpression;
  /** From the program down to the call, which is the last. */
  readonly path: readonly SyntaxNode[];
}

/**
 * Finds the call that made the flow: the first candidate position at which a call expression's callee really stands.
 *
 * @throws FlowSourceNotFoundError where the flow's code is in no file, or the file has changed since it was loaded
 */
export function findFlowCall(definition: FlowDefinition): FlowCall {
  const candidates = candidatePositions(definition.site);
  const found = candidates.flatMap((position) => callAtPosition(position) ?? []);
  const calls =
    found.length > 0 ? found : positionsByScript(definition.site).flatMap((position) => callAtPosition(position) ?? []);
  // Compiled CommonJS spreads a module over `exports`, and compiled decorators a class over statements; the original
  // says the same as declarations.
  const call = calls.find(({ module, path }) =>
    definition.method === undefined ? !isCommonJs(module) : decoratedMethod(path) !== null,
  );
  if (call !== undefined) return call;
  if (definition.method === undefined && calls[0] !== undefined) return calls[0];
  if (calls[0] !== undefined) throw new FlowDecoratorError(elsewhere(definition, calls[0]));
  throw new FlowSourceNotFoundError({
    flowName: definition.name,
    position: candidates[0] ?? definition.site.rawPosition,
    hasFile: candidates.some(({ file }) => existsSync(file)),
  });
}

function elsewhere({ name }: FlowDefinition, { module, call }: FlowCall): { problem: string; mend: string } {
  const at = `${module.file}:${lineAt(module.source, call.start)}`;
  return {
    problem: `The decorator that made '${name}' a flow is not at a method in ${at}.`,
    mend: "Write @flow() at the method itself, and keep the TypeScript sources beside compiled JavaScript.",
  };
}

function callAtPosition(position: SourcePosition): FlowCall | null {
  const module = loadModule(position.file);
  const offset = module === null ? null : offsetOf(module.source, position);
  if (module === null || offset === null) return null;
  const path = pathToCall(module.program, offset);
  const call = path?.at(-1);
  return path && call?.type === "CallExpression" ? { module, call, path } : null;
}

function loadModule(file: string): ParsedModule | null {
  try {
    return parseModule(file, readFileSync(file, "utf8"));
  } catch {
    // A candidate that cannot be read is no witness; the next one may be.
    return null;
  }
}

/** `null` where the file has no such line or the line no such column. */
function offsetOf(source: string, { line, column }: SourcePosition): number | null {
  const lines = source.split("\n");
  const text = lines[line - 1];
  if (text === undefined || column > text.length) return null;
  return lines.slice(0, line - 1).reduce((offset, before) => offset + before.length + 1, column - 1);
}

/** The innermost call whose callee spans the offset: V8 reports a callee's start, its last name, or its end. */
function pathToCall(node: SyntaxNode, offset: number): SyntaxNode[] | null {
  if (isTypeOnly(node) || offset < node.start || offset > node.end) return null;
  for (const child of childNodes(node)) {
    const below = pathToCall(child, offset);
    if (below !== null) return [node, ...below];
  }
  const isCall = node.type === "CallExpression" && node.callee.start <= offset && offset <= node.callee.end;
  return isCall ? [node] : null;
}

function isCommonJs({ program, source }: ParsedModule): boolean {
  const hasModuleSyntax = program.body.some((statement) => /^(?:Import|Export)/.test(statement.type));
  return !hasModuleSyntax && /\b(?:exports|require)\b/.test(source);
}
