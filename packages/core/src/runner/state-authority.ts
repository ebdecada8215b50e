import type { WireAnswer, WireState } from "../contracts/runner-protocol.ts";

/** Who decides which states a run may enter: the rules themselves, or an API that applies them. */
export interface StateAuthority {
  propose(state: WireState): Promise<WireAnswer>;
}
