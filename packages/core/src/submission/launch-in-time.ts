import type { InfrastructureReference, LaunchRequest, Launcher } from "../contracts/launcher.ts";
import { StartTimeoutError } from "../errors/start-timeout-error.ts";
import type { AttemptLimits } from "./attempt-limits.ts";

/**
 * Launches, as long as that may take. A launch that is not heard of in time is told to stop and given up: its attempt
 * is sealed then, so that what it makes all the same has no say. Throws `StartTimeoutError`.
 */
export async function launchInTime<Configuration>(
  launcher: Pick<Launcher<Configuration>, "launch">,
  request: LaunchRequest<Configuration>,
  { startTimeoutSeconds }: Pick<AttemptLimits, "startTimeoutSeconds">,
): Promise<InfrastructureReference> {
  const { flowRunId, signal, notify } = request;
  const late = new AbortController();
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  let said = "the platform did not say why";
  const timer = setTimeout(
    () => {
      const message = `The infrastructure of the flow run was not made within ${startTimeoutSeconds} s; ${said}.`;
      const error = new StartTimeoutError({ flowRunId, exitCode: null, message, logTail: [] });
      reject(error);
      late.abort(error);
    },
    Math.min(startTimeoutSeconds * 1000, LONGEST_DELAY_MILLISECONDS),
  );
  try {
    const launching = launcher.launch({
      ...request,
      signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
      notify(notice) {
        said = `the platform last said: ${notice.message}`;
        notify?.(notice);
      },
    });
    return await Promise.race([launching, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The longest delay that a timer of Node takes; a longer one would fire at once. */
const LONGEST_DELAY_MILLISECONDS = 2_147_483_647;
