import type { FlowDefinition } from "../contracts/flow.ts";
import type { JsonObject } from "../contracts/json.ts";
import { FlowOptionError } from "../errors/flow-option-error.ts";
import { containsFunction } from "./contains-function.ts";

/**
 * The options that `withOptions` put over those in the flow's source, which travel beside the code; where the result
 * goes, the manifest says by itself. Throws `FlowOptionError` for a function, such as a hook or a serializer, which travels only as part of the source.
 */
export function travellingOptions({ changes }: Pick<FlowDefinition, "changes">): JsonObject {
  for (const [option, value] of Object.entries(changes)) {
    if (!containsFunction(value)) continue;
    throw new FlowOptionError({
      option,
      expected: "plain data when it is given to withOptions() of a flow that runs elsewhere; give it to flow() itself",
      received: "a function",
    });
  }
  const { resultStorage: _resolvedHere, ...travelling } = changes;
  return { ...(travelling as JsonObject) };
}
