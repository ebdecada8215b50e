import { parseParcelKey } from "../bundle/parcel.ts";
import { RunnerUsageError } from "../errors/runner-usage-error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a runner is told through its environment. */
export interface RunnerSettings {
  readonly output: "json" | "text";
  /** The flow's working directory; `null`: an empty one that is removed afterwards. */
  readonly workingDirectory: string | null;
  /** How long an interrupted flow may take to end by itself. */
  readonly graceSeconds: number;
  /** Encrypts what is left for a submitter that reads only the output; `null` where none does. */
  readonly parcelKey: Buffer | null;
}

/** Which run to execute, and which attempt of it where that is said. */
export interface RunIdentity {
  readonly flowRunId: string;
  readonly attempt: number | null;
}

/** Shorter than the ten seconds that container platforms give, so that the outcome can still be stored. */
const defaultGraceSeconds = 7;

/** Throws `RunnerUsageError` naming the variable. */
export function toRunnerSettings(environment: Environment): RunnerSettings {
  const grace = environment["PREFECT__RUNNER_GRACE_SECONDS"];
  const graceSeconds = grace === undefined ? defaultGraceSeconds : Number(grace);
  if (!Number.isFinite(graceSeconds) || graceSeconds < 0) {
    throw new RunnerUsageError({
      problem: `PREFECT__RUNNER_GRACE_SECONDS is ${JSON.stringify(grace)}, not a number of seconds.`,
    });
  }
  return {
    output: environment["PREFECT__RUNNER_EVENTS"] === "json" ? "json" : "text",
    workingDirectory: environment["PREFECT__RUNNER_WORKING_DIRECTORY"] || null,
    graceSeconds,
    parcelKey: toParcelKey(environment["PREFECT__RUNNER_PARCEL_KEY"]),
  };
}

function toParcelKey(text: string | undefined): Buffer | null {
  if (!text) return null;
  const key = parseParcelKey(text);
  if (key !== null) return key;
  // What was given may be a key all the same.
  throw new RunnerUsageError({ problem: "PREFECT__RUNNER_PARCEL_KEY is not 32 bytes in Base64." });
}

/** Throws `RunnerUsageError` naming the variable. */
export function toRunIdentity(environment: Environment): RunIdentity {
  const flowRunId = environment["PREFECT__FLOW_RUN_ID"];
  if (!flowRunId) throw new RunnerUsageError({ problem: "PREFECT__FLOW_RUN_ID is not set." });
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(flowRunId)) {
    throw new RunnerUsageError({
      problem: `PREFECT__FLOW_RUN_ID is ${JSON.stringify(flowRunId)}, not the id of a flow run.`,
    });
  }
  const attempt = environment["PREFECT__FLOW_RUN_ATTEMPT"];
  if (!attempt) return { flowRunId, attempt: null };
  if (!/^[1-9]\d{0,8}$/.test(attempt)) {
    throw new RunnerUsageError({
      problem: `PREFECT__FLOW_RUN_ATTEMPT is ${JSON.stringify(attempt)}, not a whole number from 1.`,
    });
  }
  return { flowRunId, attempt: Number(attempt) };
}
