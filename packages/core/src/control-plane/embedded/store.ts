import type { DatabaseSync } from "node:sqlite";
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

  function transact<T>(begin: string, work: (session: Session) => T): Promise<T> {
    return retryWhileBusy(path, () => {
      database.exec(begin);
      try {
        const result = work(session);
        database.exec("COMMIT");
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  return {
    path,
    read: (work) => transact("BEGIN", work),
    write: (work) => transact("BEGIN IMMEDIATE", work),
    close: () => database.close(),
  };
}
