import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ecs from "@aws-sdk/client-ecs";
import { AwsError } from "./aws-error.ts";

/**
 * Checks a request against the service's own model, as the SDK ships it: names, types, and what is required. Throws
 * `AwsError`.
 */
export function checkRequest(service: "ecs" | "logs", operation: string, request: unknown): void {
  const schemas = (service === "ecs" ? ecs : logs) as unknown as Readonly<Record<string, unknown>>;
  const schema = schemas[`${operation}Request$`];
  if (schema === undefined) throw new AwsError("UnknownOperationException", `The operation ${operation} is not known.`);
  check(schema, request, operation);
}

/** Shapes of the SDK: numbers for simple ones, tuples that begin with their kind for others, functions for late ones. */
type Schema = number | readonly unknown[] | (() => Schema);

const kinds = { list: 1, map: 2, structure: 3 } as const;
const listOf = 64;
const mapOf = 128;
const simpleTypes: Readonly<Record<number, string>> = { 0: "string", 1: "number", 2: "boolean" };
const timestamps: ReadonlySet<number> = new Set([4, 5, 6, 7]);

function check(given: unknown, value: unknown, path: string): void {
  const schema = given as Schema;
  if (typeof schema === "function") return check(schema(), value, path);
  if (typeof schema === "number") return checkSimple(schema, value, path);
  const [kind] = schema;
  // A member with traits: its schema, then the traits.
  if (typeof kind === "function" || (schema.length === 2 && typeof kind === "number")) return check(kind, value, path);
  if (kind === kinds.structure) return checkStructure(schema, value, path);
  if (kind === kinds.list) return checkList(schema[4], value, path);
  if (kind === kinds.map) return checkMap(schema[5], value, path);
  // A simple shape with a name.
  return check(schema[4], value, path);
}

function checkSimple(schema: number, value: unknown, path: string): void {
  if (schema >= mapOf) return checkMap(schema - mapOf, value, path);
  if (schema >= listOf) return checkList(schema - listOf, value, path);
  const type = timestamps.has(schema) ? "number" : simpleTypes[schema];
  if (type !== undefined && typeof value !== type) throw refused(`${path} must be a ${type}, not ${nameOf(value)}`);
}

function checkStructure(schema: readonly unknown[], value: unknown, path: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refused(`${path} must be a structure`);
  const [, , , , names, members, required = 0] = schema as [
    number,
    string,
    string,
    unknown,
    readonly string[],
    readonly unknown[],
    number?,
  ];
  for (const name of names.slice(0, required)) {
    if (!(name in value)) throw new AwsError("InvalidParameterException", `${path}.${name} is required.`);
  }
  for (const [name, child] of Object.entries(value)) {
    const index = names.indexOf(name);
    if (index === -1) throw refused(`${path} has no member ${name}`);
    if (child !== null) check(members[index], child, `${path}.${name}`);
  }
}

function checkList(schema: unknown, value: unknown, path: string): void {
  if (!Array.isArray(value)) throw refused(`${path} must be a list, not ${nameOf(value)}`);
  for (const [index, child] of value.entries()) check(schema, child, `${path}[${index}]`);
}

function checkMap(schema: unknown, value: unknown, path: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refused(`${path} must be a map`);
  for (const [key, child] of Object.entries(value)) check(schema, child, `${path}.${key}`);
}

function nameOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : value === null ? "null" : typeof value;
}

function refused(message: string): AwsError {
  return new AwsError("SerializationException", message);
}
