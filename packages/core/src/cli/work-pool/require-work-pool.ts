import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { quote } from "../output/quote.ts";

/** The work pool of this name. Throws `CommandError` where there is none. */
export async function requireWorkPool(client: PrefectClient, name: string): Promise<WorkPoolRecord> {
  const workPool = await client.readWorkPool(name);
  if (workPool === null) {
    throw new CommandError({
      problem: `Work pool ${quote(name)} does not exist at ${client.describe()}.`,
      mend: `List the work pools with \`${commandLine("work-pool ls")}\`.`,
    });
  }
  return workPool;
}
