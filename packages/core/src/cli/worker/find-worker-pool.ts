import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import type { DiscoveredType } from "../plugins/discover-infrastructure-types.ts";
import { findType } from "../work-pool/choose-type.ts";
import { readTemplateFile } from "../work-pool/read-template-file.ts";
import { requireWorkPool } from "../work-pool/require-work-pool.ts";
import { installType, type InstallPolicy } from "./install-policy.ts";

interface PoolOptions {
  readonly pool: string;
  readonly type?: string;
  readonly installPolicy: InstallPolicy;
  readonly baseJobTemplate?: string;
  readonly createPoolIfNotFound: boolean;
}

export interface WorkerPool {
  readonly pool: WorkPoolRecord;
  readonly type: DiscoveredType;
}

/** The pool that a worker serves, and its type; a pool that is missing is made where its type is given. */
export async function findWorkerPool(
  context: CliContext,
  client: PrefectClient,
  options: PoolOptions,
): Promise<WorkerPool> {
  const { pool: name, type: given } = options;
  const existing = await client.readWorkPool(name);
  const typeName = given ?? existing?.type;
  if (typeName === undefined) {
    throw new CommandError({
      problem: `Work pool ${quote(name)} does not exist at ${client.describe()}, so that its type cannot be discovered.`,
      mend: `Give a type with --type, or create the pool with \`${commandLine(`work-pool create ${name}`)}\`.`,
    });
  }
  if (given === undefined) context.print(`Discovered type ${quote(typeName)} for work pool ${quote(name)}.`);
  if (existing !== null && existing.type !== typeName) {
    throw new CommandError({
      problem: `Work pool ${quote(name)} has type ${quote(existing.type)}, not ${quote(typeName)}.`,
      mend: "Leave --type out, or name another pool.",
    });
  }
  await installType(context, typeName, options.installPolicy);
  const type = await findType(context, typeName);
  if (existing !== null) return { pool: existing, type };
  if (!options.createPoolIfNotFound) await requireWorkPool(client, name);
  return { pool: await createPool(context, client, options, type), type };
}

/** Another worker may make it at the same time. */
async function createPool(
  context: CliContext,
  client: PrefectClient,
  { pool: name, baseJobTemplate }: PoolOptions,
  type: DiscoveredType,
): Promise<WorkPoolRecord> {
  const base_job_template =
    baseJobTemplate === undefined
      ? { ...type.baseJobTemplate }
      : await readTemplateFile(context.environment.cwd, baseJobTemplate);
  try {
    const created = await client.createWorkPool({ name, type: type.type, base_job_template });
    context.print(`Work pool ${quote(name)} created.`);
    return created;
  } catch (error) {
    if (!ObjectAlreadyExistsError.isInstance(error)) throw error;
    return await requireWorkPool(client, name);
  }
}
