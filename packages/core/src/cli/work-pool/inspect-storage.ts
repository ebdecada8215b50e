import type { JsonObject } from "../../contracts/json.ts";
import type { WorkPoolStorageConfiguration } from "../../control-plane/records/work-pool.ts";
import { toStorageModule } from "../../storage/storage-module.ts";
import { discoverStorageTypes } from "../../storage/storage-types.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";
import { renderTable } from "../output/table.ts";
import { requireWorkPool } from "./require-work-pool.ts";

/** `prefect work-pool storage inspect NAME`. */
export async function inspectStorage(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const { storage_configuration } = await requireWorkPool(await context.openControlPlane(), name);
  const storage = await toStorageView(context, storage_configuration);
  if (output === "json") {
    context.printJson(storage ?? {});
    return;
  }
  if (storage === null) {
    context.print(context.paint("yellow", `No storage configuration found for work pool ${quote(name)}`));
    return;
  }
  const table = renderTable(context, {
    title: `Storage Configuration for ${name}`,
    columns: [{ header: "Setting", style: "cyan", whole: true }, { header: "Value" }],
    rows: [["type", storage.type], ...toRows(storage)],
  });
  context.print(table);
}

interface StorageView {
  readonly type: string;
  readonly upload?: JsonObject;
  readonly execution?: JsonObject;
}

const storageTypes = [
  ["prefect_aws", "S3"],
  ["prefect_gcp", "GCS"],
  ["prefect_azure", "Azure Blob Storage"],
  ["prefect_core", "Local"],
] as const;

async function toStorageView(
  context: CliContext,
  configuration: WorkPoolStorageConfiguration,
): Promise<StorageView | null> {
  const upload = configuration.bundle_upload_step ?? null;
  const execution = configuration.bundle_execution_step ?? null;
  if (upload === null && execution === null) return null;
  const modules = [...Object.keys(upload ?? {}), ...Object.keys(execution ?? {})];
  return {
    type: await displayNameOf(context, modules),
    ...(upload === null ? {} : { upload: stepArguments(upload) }),
    ...(execution === null ? {} : { execution: stepArguments(execution) }),
  };
}

async function displayNameOf(context: CliContext, modules: readonly string[]): Promise<string> {
  const known = storageTypes.find(([module]) => modules.some((name) => name.includes(module)));
  if (known !== undefined) return known[1];
  const types = await discoverStorageTypes(context.environment.cwd);
  const found = types.find(({ module }) => modules.some((name) => toStorageModule(name) === module));
  return found?.displayName ?? "Unknown";
}

/** A step is an object of one key, the function, whose value is its arguments. */
function stepArguments(step: JsonObject): JsonObject {
  return (Object.values(step)[0] ?? {}) as JsonObject;
}

/** The sides' arguments once where they are the same, else each under its side's name. */
function toRows({ upload, execution }: StorageView): readonly (readonly string[])[] {
  const isSame = JSON.stringify(upload) === JSON.stringify(execution);
  if (isSame || execution === undefined) return sideRows("", upload);
  return upload === undefined
    ? sideRows("execution.", execution)
    : [...sideRows("upload.", upload), ...sideRows("execution.", execution)];
}

function sideRows(prefix: string, step: JsonObject = {}): readonly (readonly string[])[] {
  return Object.entries(step).map(([key, value]) => [
    `${prefix}${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}
