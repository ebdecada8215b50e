import type { StoredLogEntry } from "./log-store.ts";

type Matches = (entry: StoredLogEntry) => boolean;

/** The part of Cloud Logging's query language that is emulated: comparisons, lists of values, AND, OR, NOT, parentheses. */
export function parseLogFilter(filter: string): Matches {
  const tokens = [
    ...filter.matchAll(/"(?:[^"\\]|\\.)*"|>=|<=|!=|[()=<>:]|[^\s()=<>!:"]+(?:"[^"]*"[^\s()=<>!:"]*)*/g),
  ].map(([token]) => token);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const next = (): string => tokens[at++] ?? fail(filter, "it ends too early");

  function either(): Matches {
    const parts = [both()];
    while (peek() === "OR") {
      at += 1;
      parts.push(both());
    }
    return (entry) => parts.some((part) => part(entry));
  }

  function both(): Matches {
    const parts = [one()];
    while (peek() !== undefined && peek() !== "OR" && peek() !== ")") {
      if (peek() === "AND") at += 1;
      parts.push(one());
    }
    return (entry) => parts.every((part) => part(entry));
  }

  function one(): Matches {
    if (peek() === "NOT") {
      at += 1;
      const inner = one();
      return (entry) => !inner(entry);
    }
    if (peek() !== "(") return comparison();
    at += 1;
    const inner = either();
    if (next() !== ")") fail(filter, "a parenthesis is not closed");
    return inner;
  }

  function comparison(): Matches {
    let field = next();
    // A quoted part of a path is a token of its own: `labels."a/b"`.
    if (field.endsWith(".") && peek()?.startsWith('"') === true) field += next();
    const operator = next();
    const values = peek() === "(" ? list() : [unquote(next())];
    const comparable = field === "timestamp" ? toComparableTime : String;
    return (entry) => values.some((value) => compare(comparable(readField(entry, field)), operator, comparable(value)));
  }

  function list(): readonly string[] {
    const values: string[] = [];
    at += 1;
    for (let token = next(); token !== ")"; token = next()) if (token !== "OR") values.push(unquote(token));
    return values;
  }

  if (tokens.length === 0) return () => true;
  const matches = either();
  if (at < tokens.length) fail(filter, `'${tokens[at]}' was not expected`);
  return matches;
}

function compare(actual: string, operator: string, value: string): boolean {
  switch (operator) {
    case "=":
      return actual === value;
    case "!=":
      return actual !== value;
    case ":":
      return actual.includes(value);
    case ">=":
      return actual >= value;
    case "<=":
      return actual <= value;
    case ">":
      return actual > value;
    case "<":
      return actual < value;
    default:
      return fail(operator, "is no comparison");
  }
}

function readField(entry: StoredLogEntry, field: string): string {
  let value: unknown = entry;
  for (const [, quoted, plain] of field.matchAll(/"([^"]*)"|([^."]+)/g)) {
    value = (value as Record<string, unknown> | undefined)?.[quoted ?? plain ?? ""];
  }
  return typeof value === "string" ? value : "";
}

/** Times of different precision, so that the order of texts is that of times. */
function toComparableTime(time: string): string {
  const [, seconds = "", fraction = ""] = /^([^.Z]*)(?:\.(\d+))?Z?$/.exec(time) ?? [];
  return `${seconds}.${fraction.padEnd(9, "0")}`;
}

function unquote(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function fail(filter: string, reason: string): never {
  throw new Error(`The filter cannot be read, as ${reason}: ${filter}`);
}
