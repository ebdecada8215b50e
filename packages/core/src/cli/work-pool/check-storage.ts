import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import type { Storage } from "../../contracts/storage.ts";
import { CommandError } from "../../errors/command-error.ts";
import { StorageNotConfiguredError } from "../../errors/storage-not-configured-error.ts";
import { checkStorage, type StorageCheck } from "../../storage/check-storage.ts";
import { openConfiguredStorage } from "../../storage/open-configured-storage.ts";
import { openStorage, registerStorageModule } from "../../storage/open-storage.ts";
import { findResultStorage, openResultStorage } from "../../storage/result-storage.ts";
import { discoverStorageTypes } from "../../storage/storage-types.ts";
import { toStorageReference } from "../../submission/bundle-step.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";
import { findType } from "./choose-type.ts";
import { requireWorkPool } from "./require-work-pool.ts";

interface CheckedPlace {
  readonly use: "bundles" | "results";
  readonly storage: string;
  readonly checks: readonly StorageCheck[];
}

/**
 * `prefect work-pool storage check NAME`: does with a probe object what runs do with theirs, where the pool's bundles are
 * and where its results are. Throws `CommandError` where something does not work.
 */
export async function checkPoolStorage(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  const pool = await requireWorkPool(client, name);
  // The project is that of the command line, whatever this process was started for.
  for (const type of await discoverStorageTypes(context.environment.cwd)) registerStorageModule(type);
  const places: CheckedPlace[] = [];
  for (const [use, storage] of await openPlaces(context, client, pool)) {
    const checks: StorageCheck[] = [];
    if (output !== "json") context.print(context.paint("bold", `${storage.describe()} (${use})`));
    for await (const check of checkStorage(storage)) {
      checks.push(check);
      if (output !== "json") printCheck(context, check);
    }
    places.push({ use, storage: storage.describe(), checks });
  }
  if (output === "json") context.printJson(places.map(toJson));
  const failed = places.flatMap(({ checks }) => checks).filter(({ problem }) => problem !== null);
  if (failed.length === 0) return;
  const operations = [...new Set(failed.map(({ operation }) => quote(operation)))].join(", ");
  throw new CommandError({ problem: `Runs of work pool ${quote(name)} cannot use its storage: ${operations} failed.` });
}

async function openPlaces(
  context: CliContext,
  client: PrefectClient,
  pool: WorkPoolRecord,
): Promise<readonly (readonly [CheckedPlace["use"], Storage])[]> {
  const { bundle_upload_step: upload, default_result_storage_block_id: blockDocumentId } = pool.storage_configuration;
  const bundles =
    upload == null
      ? await openDefault(context, pool)
      : await openConfiguredStorage(client, toStorageReference(upload, pool.name));
  if (blockDocumentId == null) return [["bundles", bundles]];
  const results = await openResultStorage(await findResultStorage(client, { blockDocumentId }));
  return [
    ["bundles", bundles],
    ["results", results],
  ];
}

/** Throws `StorageNotConfiguredError` where the type of infrastructure has no storage of its own. */
async function openDefault(context: CliContext, pool: WorkPoolRecord): Promise<Storage> {
  const defaults = (await findType(context, pool.type)).defaultStorage?.();
  if (defaults === undefined) throw new StorageNotConfiguredError({ workPool: pool.name });
  return await openStorage(defaults.submitter);
}

function printCheck(context: CliContext, { operation, problem }: StorageCheck): void {
  if (problem === null) context.print(`  ${context.paint("green", "✓")} ${operation}`);
  else context.print(`  ${context.paint("red", "✗")} ${operation}: ${problem.message}`);
}

function toJson({ checks, ...place }: CheckedPlace): object {
  return {
    ...place,
    checks: checks.map(({ operation, problem }) => ({ operation, problem: problem?.message ?? null })),
  };
}
