import type { WorkPoolUpdate } from "../../control-plane/records/work-pool.ts";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { readTemplateFile } from "./read-template-file.ts";
import { requireWorkPool } from "./require-work-pool.ts";

interface UpdateOptions {
  readonly baseJobTemplate?: string;
  readonly concurrencyLimit?: number;
  readonly description?: string;
}

/** `prefect work-pool update NAME`: what is not given stays as it is. */
export async function updateWorkPool(context: CliContext, name: string, options: UpdateOptions): Promise<void> {
  const { baseJobTemplate, concurrencyLimit, description } = options;
  if (baseJobTemplate === undefined && concurrencyLimit === undefined && description === undefined) {
    throw new CommandError({
      problem: "Nothing to update.",
      mend: "Give --base-job-template, --concurrency-limit or --description.",
    });
  }
  const changes: WorkPoolUpdate = {
    ...(baseJobTemplate === undefined
      ? {}
      : { base_job_template: await readTemplateFile(context.environment.cwd, baseJobTemplate) }),
    ...(concurrencyLimit === undefined ? {} : { concurrency_limit: concurrencyLimit }),
    ...(description === undefined ? {} : { description }),
  };
  await change(context, name, changes, `Updated work pool ${quote(name)}`);
}

/** `prefect work-pool pause NAME`. */
export async function pauseWorkPool(context: CliContext, name: string): Promise<void> {
  await change(context, name, { is_paused: true }, `Paused work pool ${quote(name)}`);
}

/** `prefect work-pool resume NAME`. */
export async function resumeWorkPool(context: CliContext, name: string): Promise<void> {
  await change(context, name, { is_paused: false }, `Resumed work pool ${quote(name)}`);
}

/** `prefect work-pool set-concurrency-limit NAME LIMIT`. */
export async function setConcurrencyLimit(context: CliContext, name: string, limit: number): Promise<void> {
  const message = `Set concurrency limit for work pool ${quote(name)} to ${limit}`;
  await change(context, name, { concurrency_limit: limit }, message);
}

/** `prefect work-pool clear-concurrency-limit NAME`. */
export async function clearConcurrencyLimit(context: CliContext, name: string): Promise<void> {
  await change(context, name, { concurrency_limit: null }, `Cleared concurrency limit for work pool ${quote(name)}`);
}

async function change(context: CliContext, name: string, changes: WorkPoolUpdate, message: string): Promise<void> {
  const client = await context.openControlPlane();
  await requireWorkPool(client, name);
  await client.updateWorkPool(name, changes);
  context.print(context.paint("green", message));
}
