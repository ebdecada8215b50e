import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { PrefectError } from "../../errors/prefect-error.ts";
import { StoreTooNewError } from "../../errors/store-too-new-error.ts";
import { StoreUnusableError } from "../../errors/store-unusable-error.ts";
import { migrations } from "./migrations.ts";
import { isNetworkFileSystem } from "./network-file-system.ts";
import { retryWhileBusy } from "./retry-while-busy.ts";
import { loadSqlite } from "./sqlite.ts";

/** Beside the `prefect.db` that Prefect's Python edition keeps in the same directory. */
export const storeFileName = "prefect-typescript.db";

export interface OpenDatabaseOptions {
  /** Default: asked of the operating system. */
  readonly onNetworkFileSystem?: boolean;
}

/** Opens the store in a home directory, both made if absent, with the schema brought up to date. */
export async function openDatabase(
  home: string,
  options: OpenDatabaseOptions = {},
): Promise<{ readonly database: DatabaseSync; readonly path: string }> {
  const path = join(home, storeFileName);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const onNetwork = options.onNetworkFileSystem ?? isNetworkFileSystem((await statfs(home)).type);
    if (onNetwork) warnOfNetworkFileSystem(home);
    const { DatabaseSync } = loadSqlite();
    const database = await retryWhileBusy(path, () => new DatabaseSync(path));
    try {
      await prepareDatabase(database, path, onNetwork);
    } catch (error) {
      database.close();
      throw error;
    }
    return { database, path };
  } catch (error) {
    if (PrefectError.isInstance(error)) throw error;
    throw new StoreUnusableError({ path, cause: error });
  }
}

async function prepareDatabase(database: DatabaseSync, path: string, onNetwork: boolean): Promise<void> {
  database.exec("PRAGMA busy_timeout = 5");
  database.exec("PRAGMA foreign_keys = ON");
  // WAL shares memory between processes, which no network file system can do between machines.
  await retryWhileBusy(path, () => database.exec(`PRAGMA journal_mode = ${onNetwork ? "DELETE" : "WAL"}`));
  database.exec(`PRAGMA synchronous = ${onNetwork ? "FULL" : "NORMAL"}`);
  // Whoever commits when so many pages have gathered flushes them to the disk, and blocks its event loop meanwhile.
  database.exec("PRAGMA wal_autocheckpoint = 250");
  await retryWhileBusy(path, () => migrate(database, path));
}

function migrate(database: DatabaseSync, path: string): void {
  if (readVersion(database) === migrations.length) return;
  database.exec("BEGIN EXCLUSIVE");
  try {
    // Another process may have been faster.
    const version = readVersion(database);
    if (version > migrations.length) {
      throw new StoreTooNewError({ path, version, supportedVersion: migrations.length });
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}

function warnOfNetworkFileSystem(home: string): void {
  process.emitWarning(
    `PREFECT_HOME ${home} is on a network file system, where several processes share a database slowly and, if its ` +
      "locks are broken, unsafely. Set PREFECT_HOME to a local directory, or PREFECT_API_URL to a Prefect server.",
    { code: "PREFECT_NETWORK_HOME" },
  );
}
