import type { ApiObject } from "../api/api-object.ts";
import { badRequest } from "../api/status-error.ts";

export type ObjectFilter = (object: ApiObject) => boolean;

/** `a=b,c!=d,e in (f,g),!h`: throws `StatusError` for what is none. */
export function parseLabelSelector(text: string): ObjectFilter {
  const requirements = splitOutsideParentheses(text).map(parseRequirement);
  return ({ metadata }) => requirements.every((matches) => matches(metadata.labels ?? {}));
}

type LabelMatch = (labels: Readonly<Record<string, string>>) => boolean;

const key = String.raw`([A-Za-z0-9](?:[\w./-]*[A-Za-z0-9])?)`;
const value = String.raw`((?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?)`;

function parseRequirement(text: string): LabelMatch {
  const trimmed = text.trim();
  const exists = new RegExp(`^(!?)\\s*${key}$`).exec(trimmed);
  if (exists !== null) {
    const [, not, name = ""] = exists;
    return (labels) => name in labels === (not === "");
  }
  const equals = new RegExp(`^${key}\\s*(==|=|!=)\\s*${value}$`).exec(trimmed);
  if (equals !== null) {
    const [, name = "", operator, wanted] = equals;
    return (labels) => (labels[name] === wanted) === (operator !== "!=");
  }
  const among = new RegExp(`^${key}\\s+(in|notin)\\s+\\(([^()]*)\\)$`).exec(trimmed);
  if (among !== null) {
    const [, name = "", operator, list = ""] = among;
    const values = list.split(",").map((each) => each.trim());
    return (labels) => {
      const given = labels[name];
      return (given !== undefined && values.includes(given)) === (operator === "in");
    };
  }
  throw badRequest(`unable to parse requirement: found '${trimmed}', expected: in, notin, =, ==, !=, gt, lt`);
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^()]*\))/).filter((part) => part.trim() !== "");
}

/** `metadata.name=x,status.phase!=Running`; any field of the object, as far as the server knows it for the kind. */
export function parseFieldSelector(text: string): ObjectFilter {
  const requirements = text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(parseFieldRequirement);
  return (object) => requirements.every((matches) => matches(object));
}

function parseFieldRequirement(text: string): ObjectFilter {
  const match = /^\s*([\w.]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(text);
  if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  const [, path = "", operator, wanted = ""] = match;
  return (object) => (String(valueAt(object, path) ?? "") === wanted) === (operator !== "!=");
}

function valueAt(object: unknown, path: string): unknown {
  const [first = "", ...rest] = path.split(".");
  if (typeof object !== "object" || object === null) return undefined;
  const found = (object as Readonly<Record<string, unknown>>)[first];
  return rest.length === 0 ? found : valueAt(found, rest.join("."));
}
