import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { CommandError } from "../../errors/command-error.ts";
import { FlowRunNotFoundError } from "../../errors/flow-run-not-found-error.ts";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { quote } from "../output/quote.ts";

/** The flow run of this id. Throws `CommandError` where it is no id, `FlowRunNotFoundError` where there is no such run. */
export async function requireFlowRun(client: PrefectClient, id: string): Promise<FlowRunRecord> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new CommandError({
      problem: `${quote(id)} is not the id of a flow run.`,
      mend: "An id looks like 6b7d3d0e-6b3c-4f0a-9d5e-2f5f0a4a7c11; `flow-run ls` shows them.",
    });
  }
  try {
    return await client.readFlowRun(id.toLowerCase());
  } catch (error) {
    if (ObjectNotFoundError.isInstance(error)) throw new FlowRunNotFoundError({ flowRunId: id });
    throw error;
  }
}
