import type { JsonObject } from "../../contracts/json.ts";
import type { WorkPoolStorageConfiguration } from "../../control-plane/records/work-pool.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";
import { renderTable } from "../output/table.ts";
import { requireWorkPool } from "./require-work-pool.ts";

/** `prefect work-pool storage inspect NAME`. */
export async function inspectStorage(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const { storage_configuration } = await requireWorkPool(await context.openControlPlane(), name);
  const storage = toStorageView(storage_configuration);
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

function toStorageView(configuration: WorkPoolStorageConfiguration): StorageView | null {
  const upload = configuration.bundle_upload_step ?? null;
  const execution = configuration.bundle_execution_step ?? null;
  if (upload === null && execution === null) return null;
  const modules = [...Object.keys(upload ?? {}), ...Object.keys(execution ?? {})];
  const found = storageTypes.find(([module]) => modules.some((name) => name.includes(module)));
  return {
    type: found?.[1] ?? "Unknown",
    ...(upload === null ? {} : { upload: stepArguments(upload) }),
    ...(execution === null ? {} : { execution: stepArguments(execution) }),
  };
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
