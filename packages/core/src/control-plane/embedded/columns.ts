import type { Json, JsonObject } from "../../contracts/json.ts";
import type { Row, SqlValue } from "./sqlite.ts";

/** What a request gets where it names no limit, and the most it can ask for. */
export const defaultLimit = 200;

export function text(row: Row, column: string): string {
  return String(row[column]);
}

export function textOrNull(row: Row, column: string): string | null {
  const value = row[column] ?? null;
  return value === null ? null : String(value);
}

export function number(row: Row, column: string): number {
  return Number(row[column]);
}

export function numberOrNull(row: Row, column: string): number | null {
  const value = row[column] ?? null;
  return value === null ? null : Number(value);
}

export function flag(row: Row, column: string): boolean {
  return row[column] === 1;
}

export function jsonOf(row: Row, column: string): Json {
  const value = row[column] ?? null;
  return value === null ? null : (JSON.parse(String(value)) as Json);
}

export function objectOf(row: Row, column: string): JsonObject {
  return jsonOf(row, column) as JsonObject;
}

export function textsOf(row: Row, column: string): readonly string[] {
  return jsonOf(row, column) as readonly string[];
}

/** Columns and values of an `INSERT`, with objects and lists as JSON and flags as numbers. */
export function insertion(table: string, values: Readonly<Record<string, unknown>>): [string, ...SqlValue[]] {
  const columns = Object.keys(values);
  const marks = columns.map(() => "?").join(", ");
  return [`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`, ...Object.values(values).map(toSqlValue)];
}

/** An `UPDATE` of the row with this id; keys that are `undefined` are left as they are. */
export function update(table: string, id: string, changes: Readonly<Record<string, unknown>>): [string, ...SqlValue[]] {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  const assignments = entries.map(([column]) => `${column} = ?`).join(", ");
  return [`UPDATE ${table} SET ${assignments} WHERE id = ?`, ...entries.map(([, value]) => toSqlValue(value)), id];
}

function toSqlValue(value: unknown): SqlValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "number") return value;
  return JSON.stringify(value);
}
