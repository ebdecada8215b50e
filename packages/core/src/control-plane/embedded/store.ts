import type { DatabaseSync } from "node:sqlite";
import { createLoopTurns } from "./loop-turns.ts";
import { retryWhileBusy } from "./retry-while-busy.ts";
import { createSession, type Session } from "./sqlite.ts";

/** Transactions over one database, which other processes use at the same time. */
export interface Store {
  readonly path: string;
  read<T>(work: (session: Session) => T): Promise<T>;
  /** All of the work or none of it; it may be called again where another process was in the way. */
  write<T>(work: (session: Session) => T): Promise<T>;
  close(): void;
}

export function createStore(database: DatabaseSync, path: string): Store {
  const session = createSession(database);
  const withinTurns = createLoopTurns();

  function transact<T>(begin: string, work: (session: Session) => T): Promise<T> {
    const attempt = (): T => {
      database.exec(begin);
      try {
        const result = work(session);
        database.exec("COMMIT");
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    };
    return retryWhileBusy(path, () => withinTurns(attempt));
  }

  return {
    path,
    read: (work) => transact("BEGIN", work),
    write: (work) => transact("BEGIN IMMEDIATE", work),
    close: () => database.close(),
  };
}
