import type { ModuleUnit } from "./module-units.ts";
import type { DecoratedMethodSyntax } from "../syntax/decorated-method.ts";
import { type FunctionSyntax, isFunction, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";

/** What a flow's function is called, and its parameters, as its source says. */
export interface FunctionSignature {
  readonly name: string | null;
  /** In order; a destructured one is named `arg<index>`. */
  readonly parameterNames: readonly string[];
}

/**
 * The signature of the function that a call makes a flow of, where that stands in the call or at the module's top
 * level; `null` of any other. The running code may have other names: esbuild, and so tsx, renames what shadows.
 */
export function functionSignature(
  call: Extract<SyntaxNode, { type: "CallExpression" }>,
  units: readonly ModuleUnit[],
  method: DecoratedMethodSyntax | null,
): FunctionSignature | null {
  if (method !== null) return toSignature(method.member.value as FunctionSyntax, methodName(method));
  const last = call.arguments.at(-1);
  const argument = last === undefined ? null : unwrapExpression(last);
  if (argument === null) return null;
  if (argument.type === "Identifier") return declaredSignature(argument.name, units);
  return isFunction(argument) ? toSignature(argument, null) : null;
}

function methodName({ member: { key } }: DecoratedMethodSyntax): string | null {
  return key.type === "Identifier" || key.type === "PrivateIdentifier" ? key.name : null;
}

function declaredSignature(name: string, units: readonly ModuleUnit[]): FunctionSignature | null {
  for (const { kind, names, node } of units) {
    if (kind !== "declaration" || !names.includes(name)) continue;
    const value = node.type === "VariableDeclarator" && node.init ? unwrapExpression(node.init) : node;
    return isFunction(value) ? toSignature(value, name) : null;
  }
  return null;
}

function toSignature(node: FunctionSyntax, variable: string | null): FunctionSignature {
  const parameters = node.params.filter((parameter) => !isReceiverType(parameter));
  const ownName = node.type === "ArrowFunctionExpression" ? null : (node.id?.name ?? null);
  return { name: ownName ?? variable, parameterNames: parameters.map(parameterName) };
}

/** `this: Receiver` is a type, and no parameter. */
function isReceiverType(parameter: SyntaxNode): boolean {
  return parameter.type === "Identifier" && parameter.name === "this";
}

function parameterName(parameter: SyntaxNode, index: number): string {
  const bound =
    parameter.type === "AssignmentPattern"
      ? parameter.left
      : parameter.type === "RestElement"
        ? parameter.argument
        : parameter;
  return bound.type === "Identifier" ? bound.name : `arg${index}`;
}
