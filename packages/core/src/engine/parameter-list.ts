/**
 * The text of each parameter in a function's source, comments removed: `(a, b = f(1, 2), ...rest) => a` gives
 * `["a", "b = f(1, 2)", "...rest"]`. Understands every form that `Function.prototype.toString` returns.
 */
export function readParameterList(source: string): readonly string[] {
  const text = withoutComments(source);
  const lone = /^\s*(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(text);
  if (lone?.[1] !== undefined) return [lone[1]];

  const start = openingParenthesis(text);
  if (start === -1) return [];
  const parts: string[] = [];
  let from = start + 1;
  let depth = 0;
  for (let at = from; at < text.length; at = skipToken(text, at)) {
    const character = text.charAt(at);
    if (depth === 0 && (character === "," || character === ")")) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
      if (character === ")") break;
    } else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
  }
  return parts.filter((part) => part !== "");
}

/** The parenthesis that opens the list; that of a computed method name, `[key()](a) {}`, comes before it. */
function openingParenthesis(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at = skipToken(text, at)) {
    const character = text.charAt(at);
    if (character === "(" && depth === 0) return at;
    if (character === "[") depth += 1;
    else if (character === "]") depth -= 1;
  }
  return -1;
}

function withoutComments(text: string): string {
  let kept = "";
  for (let at = 0; at < text.length;) {
    const end = skipToken(text, at);
    kept += isCommentAt(text, at) ? " " : text.slice(at, end);
    at = end;
  }
  return kept;
}

function isCommentAt(text: string, at: number): boolean {
  return text.startsWith("//", at) || text.startsWith("/*", at);
}

/** The position after the token at `at`: a comment, string, template or regular expression whole, else one character. */
function skipToken(text: string, at: number): number {
  const character = text.charAt(at);
  if (text.startsWith("//", at)) return endOf(text, "\n", at + 2);
  if (text.startsWith("/*", at)) return endOf(text, "*/", at + 2);
  if (character === '"' || character === "'") return skipQuoted(text, at, character);
  if (character === "`") return skipTemplate(text, at);
  if (character === "/" && startsExpression(text, at)) return skipRegularExpression(text, at);
  return at + 1;
}

function endOf(text: string, terminator: string, from: number): number {
  const found = text.indexOf(terminator, from);
  return found === -1 ? text.length : found + terminator.length;
}

function skipQuoted(text: string, at: number, quote: string): number {
  for (let position = at + 1; position < text.length; position += 1) {
    if (text[position] === "\\") position += 1;
    else if (text[position] === quote) return position + 1;
  }
  return text.length;
}

function skipTemplate(text: string, at: number): number {
  for (let position = at + 1; position < text.length; position += 1) {
    if (text[position] === "\\") position += 1;
    else if (text[position] === "`") return position + 1;
    else if (text.startsWith("${", position)) position = skipBraces(text, position + 2) - 1;
  }
  return text.length;
}

function skipBraces(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length && depth > 0) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    at = skipToken(text, at);
  }
  return at;
}

/** Whether a `/` at `at` opens a regular expression: a division has an operand before it. */
function startsExpression(text: string, at: number): boolean {
  const before = text.slice(0, at).trimEnd();
  return before === "" || /[(,=:[!&|?{};+\-*%~^<>]$/.test(before);
}

function skipRegularExpression(text: string, at: number): number {
  let insideClass = false;
  for (let position = at + 1; position < text.length; position += 1) {
    const character = text[position];
    if (character === "\\") position += 1;
    else if (character === "[") insideClass = true;
    else if (character === "]") insideClass = false;
    else if (character === "/" && !insideClass) return position + 1;
  }
  return text.length;
}
