import { childNodes, isFunction, isTypeOnly, type SyntaxNode, unwrapExpression } from "../syntax/syntax-node.ts";

/** Something that means less, or another thing, in another process. */
export interface UnportableCode {
  readonly start: number;
  readonly explanation: string;
}

/** What the process that submits was given, and the one that runs the flow was not. */
const submitterState: ReadonlyMap<string, string> = new Map([
  ["argv", "process.argv holds other words in the other process"],
  ["cwd", "process.cwd() is another directory in the other process"],
  ["stdin", "process.stdin is empty in the other process"],
]);

/** Finds what a bundler cannot follow in code that travels, and what its top level takes from this process. */
export function unportableCode(node: SyntaxNode): UnportableCode[] {
  return findIn(node, true);
}

function findIn(node: SyntaxNode, runsOnLoad: boolean): UnportableCode[] {
  if (isTypeOnly(node) || isFileBeside(node) || isOwnRequire(node)) return [];
  const explanation = explain(node) ?? (runsOnLoad ? explainOnLoad(node) : null);
  const below = childNodes(node).flatMap((child) => findIn(child, runsOnLoad && !isFunction(node)));
  return explanation === null ? below : [{ start: node.start, explanation }, ...below];
}

function explain(node: SyntaxNode): string | null {
  if (node.type === "ImportExpression") {
    const { type } = unwrapExpression(node.source);
    if (type === "Literal" || type === "TemplateLiteral") return null;
    return "the module that this import() loads is known only at run time and is not sent";
  }
  if (isCreateRequire(node)) return "what this createRequire() loads is not sent; import it instead";
  if (node.type !== "MemberExpression" || node.object.type !== "MetaProperty") return null;
  const name = node.property.type === "Identifier" ? node.property.name : "";
  return ["url", "dirname", "filename"].includes(name)
    ? `import.meta.${name} is another place in the other process; send files with includeFiles and read them from the working directory`
    : null;
}

/** `new URL("./data.csv", import.meta.url)`: the file travels. */
function isFileBeside(node: SyntaxNode): boolean {
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier" || node.callee.name !== "URL") return false;
  const [path, base] = node.arguments;
  return path?.type === "Literal" && base?.type === "MemberExpression" && base.object.type === "MetaProperty";
}

/** `const load = createRequire(import.meta.url)`: what it loads by a literal travels. */
function isOwnRequire(node: SyntaxNode): boolean {
  return node.type === "VariableDeclarator" && node.init !== null && isCreateRequire(unwrapExpression(node.init));
}

function isCreateRequire(node: SyntaxNode): boolean {
  return node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "createRequire";
}

/** Inside a function such code is right where it is meant for the process that runs it. */
function explainOnLoad(node: SyntaxNode): string | null {
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return null;
  if (node.object.type !== "Identifier" || node.object.name !== "process") return null;
  const difference = submitterState.get(node.property.name);
  return difference === undefined
    ? null
    : `${difference}, where this top-level code runs again; read it where the flow is called, and pass it as a parameter`;
}
