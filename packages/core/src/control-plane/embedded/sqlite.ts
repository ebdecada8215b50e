import type { DatabaseSync } from "node:sqlite";

export type SqliteModule = typeof import("node:sqlite");

/** Node's SQLite, without the warning that Node 22 and 24 print when it is first used. */
export function loadSqlite(): SqliteModule {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes("SQLite is an experimental feature")) emitWarning.call(process, warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

export type SqlValue = string | number | bigint | null | Uint8Array;

export type Row = Record<string, SqlValue>;

/** Statements within one transaction. */
export interface Session {
  all(sql: string, ...parameters: SqlValue[]): Row[];
  /** As `all`, with `:name` placeholders. */
  allNamed(sql: string, parameters: Readonly<Record<string, SqlValue>>): Row[];
  get(sql: string, ...parameters: SqlValue[]): Row | undefined;
  /** How many rows changed. */
  run(sql: string, ...parameters: SqlValue[]): number;
}

/** Statements are prepared once for each text. */
export function createSession(database: DatabaseSync): Session {
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    all: (sql, ...parameters) => prepare(sql).all(...parameters) as Row[],
    allNamed: (sql, parameters) => prepare(sql).all(parameters) as Row[],
    get: (sql, ...parameters) => prepare(sql).get(...parameters) as Row | undefined,
    run: (sql, ...parameters) => Number(prepare(sql).run(...parameters).changes),
  };
}

const busyCode = 5;
const lockedCode = 6;

/** Whether another process, or another connection, is in the way for now. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === busyCode || code === lockedCode;
}

/** SQLite's primary result code of an error, or `null` where SQLite did not raise it. */
export function sqliteCode(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}
