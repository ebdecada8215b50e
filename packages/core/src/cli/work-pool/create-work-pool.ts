import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { toUiUrl } from "../../settings/ui-url.ts";
import type { CliContext } from "../cli-context.ts";
import { updateActiveProfile } from "../config/set-settings.ts";
import { quote } from "../output/quote.ts";
import { typeDecorators } from "../plugins/type-packages.ts";
import { askForType, findType } from "./choose-type.ts";
import { readTemplateFile } from "./read-template-file.ts";
import { requireWorkPool } from "./require-work-pool.ts";

interface CreateOptions {
  readonly baseJobTemplate?: string;
  readonly paused?: boolean;
  readonly type?: string;
  readonly setAsDefault?: boolean;
  readonly overwrite?: boolean;
}

/** `prefect work-pool create NAME`. A pool keeps its type for life: runs were rendered from its template. */
export async function createWorkPool(context: CliContext, name: string, options: CreateOptions): Promise<void> {
  checkName(name);
  const client = await context.openControlPlane();
  const existing = await client.readWorkPool(name);
  if (existing !== null) checkOverwrite(existing, options);
  const chosen = options.type ?? existing?.type;
  const type = chosen === undefined ? await askForType(context) : await findType(context, chosen);
  const base_job_template =
    options.baseJobTemplate === undefined
      ? { ...type.baseJobTemplate }
      : await readTemplateFile(context.environment.cwd, options.baseJobTemplate);
  const is_paused = options.paused === true;
  if (existing === null) {
    await client.createWorkPool({ name, type: type.type, base_job_template, is_paused });
  } else {
    await client.updateWorkPool(name, { base_job_template, is_paused });
  }
  const action = existing === null ? "Created" : "Updated";
  context.print(context.paint("green", `${action} work pool ${quote(name)}!\n`));
  await printCreated(context, client, name, options);
}

function checkName(name: string): void {
  if (/^['" ]*$/.test(name)) throw new CommandError({ problem: "Work pool name cannot be empty." });
  if (/[/%&><]/.test(name)) {
    throw new CommandError({ problem: `Work pool name ${quote(name)} cannot contain any of / % & > <.` });
  }
}

function checkOverwrite(existing: WorkPoolRecord, { type, overwrite }: CreateOptions): void {
  const name = quote(existing.name);
  if (type !== undefined && type !== existing.type) {
    throw new CommandError({
      problem: `Work pool named ${name} already exists with type ${quote(existing.type)}, and a work pool's type cannot be changed to ${quote(type)}.`,
      mend: `Choose another name, or delete it first with \`${commandLine(`work-pool delete ${existing.name}`)}\`.`,
    });
  }
  if (overwrite !== true) {
    throw new CommandError({ problem: `Work pool named ${name} already exists. Use --overwrite to update it.` });
  }
}

async function printCreated(
  context: CliContext,
  client: PrefectClient,
  name: string,
  { setAsDefault }: CreateOptions,
): Promise<void> {
  const workPool = await requireWorkPool(client, name);
  if (!workPool.is_paused) {
    const decorator = Object.hasOwn(typeDecorators, workPool.type) ? typeDecorators[workPool.type] : "decorator";
    const binding = context.paint("blue", `${decorator}({ workPool: ${JSON.stringify(name)} })(flow(fn))`);
    context.print(`To run a flow in this work pool, bind the flow to it and call it:\n\n\t${binding}\n`);
  }
  if (setAsDefault === true) setDefaultWorkPool(context, name);
  const uiUrl = toUiUrl(context.settings());
  context.print(
    [
      `└── UUID: ${workPool.id}`,
      `└── Type: ${workPool.type}`,
      `└── Description: ${workPool.description ?? "None"}`,
      `└── Status: ${toStatusName(workPool.status)}`,
      `└── URL: ${uiUrl === null ? "<no dashboard available>" : `${uiUrl}/work-pools/work-pool/${encodeURIComponent(name)}`}`,
    ].join("\n"),
  );
}

function setDefaultWorkPool(context: CliContext, name: string): void {
  const profile = updateActiveProfile(context, { PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME: name });
  context.print(context.paint("green", `Set ${quote(name)} as default work pool for profile ${quote(profile)}\n`));
  const command = commandLine("config set PREFECT_DEFAULT_WORK_POOL_NAME=<work-pool-name>");
  context.print(`To change your default work pool, run:\n\n\t${context.paint("blue", command)}\n`);
}

function toStatusName(status: WorkPoolRecord["status"]): string {
  const names = { READY: "Ready", NOT_READY: "Not Ready", PAUSED: "Paused" } as const;
  return status === null ? "None" : names[status];
}
