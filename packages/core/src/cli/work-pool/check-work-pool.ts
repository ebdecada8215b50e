import type { AccessCheck } from "../../contracts/launcher.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { CommandError } from "../../errors/command-error.ts";
import { StorageNotConfiguredError } from "../../errors/storage-not-configured-error.ts";
import { renderJobConfiguration } from "../../infrastructure/render-job-configuration.ts";
import { validateBaseJobTemplate } from "../../infrastructure/validate-base-job-template.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";
import type { DiscoveredType } from "../plugins/discover-infrastructure-types.ts";
import { findType } from "./choose-type.ts";
import { requireWorkPool } from "./require-work-pool.ts";

/**
 * `prefect work-pool check NAME`: whether the pool's template is valid, its platform answers, and these credentials may do
 * what runs need; starts nothing. Throws `CommandError` and `StorageNotConfiguredError` where something is missing.
 */
export async function checkWorkPool(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const client = await context.openControlPlane();
  const pool = await requireWorkPool(client, name);
  const type = await findType(context, pool.type);
  const checks = await checkAccess(type, await renderConfiguration(client, type, pool));
  const storage = describeStorage(type, pool);
  if (output === "json") context.printJson({ type: pool.type, storage: storage !== null, access: checks });
  else printChecks(context, pool, checks, storage);
  const missing = checks.filter(({ isAllowed, isOptional = false }) => !isAllowed && !isOptional);
  if (missing.length > 0) {
    const permissions = missing.map(({ permission }) => quote(permission)).join(", ");
    throw new CommandError({
      problem: `Work pool ${quote(name)} cannot be used with these credentials: they may not ${permissions}.`,
      mend: "Have whoever administers the platform allow it.",
    });
  }
  if (storage === null) throw new StorageNotConfiguredError({ workPool: name });
}

/** As a flow with no options of its own would be started. */
async function renderConfiguration(
  client: PrefectClient,
  type: DiscoveredType,
  pool: WorkPoolRecord,
): Promise<unknown> {
  const place = `work pool '${pool.name}'`;
  const { configuration } = await renderJobConfiguration({
    template: validateBaseJobTemplate(pool.base_job_template, place) ?? type.baseJobTemplate,
    place,
    jobVariables: {},
    reader: client,
    run: null,
  });
  return type.parseConfiguration(configuration, {});
}

async function checkAccess(type: DiscoveredType, configuration: unknown): Promise<readonly AccessCheck[]> {
  const launcher = await type.createLauncher(configuration);
  await launcher.checkReachable?.();
  return (await launcher.checkAccess?.()) ?? [];
}

/** `null`: the type needs storage that the pool does not have. */
function describeStorage(type: DiscoveredType, { storage_configuration: storage }: WorkPoolRecord): string | null {
  if (storage.bundle_upload_step != null && storage.bundle_execution_step != null) return "configured";
  return type.defaultStorage === undefined ? null : "the default of the infrastructure type";
}

function printChecks(
  context: CliContext,
  pool: WorkPoolRecord,
  checks: readonly AccessCheck[],
  storage: string | null,
): void {
  context.print(`${mark(context, true)} The base job template is valid, and '${pool.type}' infrastructure answers.`);
  for (const { purpose, permission, isAllowed, isOptional = false, reason } of checks) {
    const optional = isOptional && !isAllowed ? " (optional)" : "";
    const words = isAllowed || reason === undefined ? "" : `: ${reason}`;
    context.print(`${mark(context, isAllowed, isOptional)} ${permission}, to ${purpose}${optional}${words}`);
  }
  context.print(`${mark(context, storage !== null)} Storage: ${storage ?? "none"}`);
}

function mark(context: CliContext, isFine: boolean, isOptional = false): string {
  if (isFine) return context.paint("green", "✓");
  return isOptional ? context.paint("yellow", "!") : context.paint("red", "✗");
}
