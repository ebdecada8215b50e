import { childNodes, isTypeOnly, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";

/** Something that means less, or another thing, in another process. */
export interface UnportableCode {
  readonly start: number;
  readonly explanation: string;
}

/** Finds what a bundler cannot follow in code that travels. */
export function unportableCode(node: SyntaxNode): UnportableCode[] {
  if (isTypeOnly(node)) return [];
  const explanation = explain(node);
  const below = childNodes(node).flatMap(unportableCode);
  return explanation === null ? below : [{ start: node.start, explanation }, ...below];
}

function explain(node: SyntaxNode): string | null {
  if (node.type === "ImportExpression") {
    const { type } = unwrapExpression(node.source);
    if (type === "Literal" || type === "TemplateLiteral") return null;
    return "the module that this import() loads is known only at run time and is not sent";
  }
  if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "createRequire") {
    return "packages that this createRequire() loads are not sent; import them instead";
  }
  if (node.type !== "MemberExpression" || node.object.type !== "MetaProperty") return null;
  const name = node.property.type === "Identifier" ? node.property.name : "";
  return ["url", "dirname", "filename"].includes(name)
    ? `import.meta.${name} is another place in the other process; send files with includeFiles and read them from the working directory`
    : null;
}
