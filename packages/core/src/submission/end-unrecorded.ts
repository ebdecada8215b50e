import type { Launcher, LaunchRequest } from "../contracts/launcher.ts";
import { withinSeconds } from "./within-seconds.ts";

/** How long the end of what a failed launch made may hold its error up. */
const END_SECONDS = 10;

/**
 * Ends what a launch made although it failed, as where the answer to it was lost: nobody would look after it. What
 * cannot be found or ended in time is left to `prefect gc`. Never throws.
 */
export async function endUnrecorded(
  launcher: Pick<Launcher<unknown>, "find" | "kill" | "cleanup">,
  { flowRunId, attempt }: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">,
): Promise<void> {
  const labels = { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": String(attempt) };
  const ending = async (): Promise<void> => {
    for await (const { reference } of launcher.find(labels)) {
      await launcher.kill(reference, { graceSeconds: 0 });
      await launcher.cleanup(reference);
    }
  };
  await withinSeconds(
    END_SECONDS,
    ending().catch(() => undefined),
  );
}
