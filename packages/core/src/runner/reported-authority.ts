import type { WireAnswer } from "../contracts/runner-protocol.ts";
import type { ApiReporter } from "./api-reporter.ts";
import type { StateAuthority } from "./state-authority.ts";

const unresumable: WireAnswer = {
  status: "ABORT",
  reason: "nobody could resume it, since it reaches no Prefect API (PREFECT_API_URL names one)",
};

/** The API's rules where it answers; this runner's own where there is none, or it does not. */
export function createReportedAuthority(local: StateAuthority, reporting: Promise<ApiReporter | null>): StateAuthority {
  return {
    async propose(state) {
      const reporter = await reporting;
      const answer = reporter === null ? null : await reporter.propose(state);
      // A pause is the API's to end: the run here goes on being one that runs.
      if (state.type === "PAUSED") return answer ?? unresumable;
      if (answer !== null && answer.status !== "ACCEPT") return answer;
      return await local.propose(state);
    },
  };
}
