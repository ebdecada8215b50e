import type { ApiReporter } from "./api-reporter.ts";
import type { StateAuthority } from "./state-authority.ts";

/** The API's rules where it answers; this runner's own where it does not. */
export function createReportedAuthority(local: StateAuthority, reporter: ApiReporter): StateAuthority {
  return {
    async propose(state) {
      const answer = await reporter.propose(state);
      if (answer !== null && answer.status !== "ACCEPT") return answer;
      return await local.propose(state);
    },
  };
}
