import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FlowCalledWhileLoadingError } from "../../errors/flow-called-while-loading-error.ts";
import { TopLevelCodeError } from "../../errors/top-level-code-error.ts";
import { describeError } from "../describe-error.ts";
import { captured } from "./captured.ts";

/**
 * Imports the bundle's code, which runs the top-level code that the flow uses.
 *
 * @throws TopLevelCodeError where that fails, FlowCalledWhileLoadingError where it calls a flow
 */
export async function importCode(directory: string, flowName: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    captured.open(directory);
    return (await import(pathToFileURL(join(directory, "code.mjs")).href)) as Record<string, unknown>;
  } catch (cause) {
    if (FlowCalledWhileLoadingError.isInstance(cause)) throw cause;
    throw new TopLevelCodeError({ flowName, problem: describeError(cause), cause });
  }
}
