import { constants } from "node:os";
import type { ExitCause } from "prefect-core/provider";
import { grpcCode } from "../google/google-code.ts";

/** Why a job ended, in the words of every platform. */
export interface Diagnosis {
  readonly cause: ExitCause;
  readonly message: string;
  readonly platformReason: string;
  readonly exitCode: number | null;
}

// What a container runtime reports for a process that a signal ended is this plus the signal's number.
const signalBase = 128;

/**
 * Words of Vertex AI's errors, the first that match. It has no codes of its own for them.
 * https://cloud.google.com/vertex-ai/docs/training/troubleshooting, https://cloud.google.com/vertex-ai/docs/general/troubleshooting
 */
const words: readonly (readonly [RegExp, ExitCause, string])[] = [
  [/out.of.memory|OOMKilled|ran out of memory/i, "out-of-memory", "The container exceeded the memory of its machine"],
  [
    /pull(ing)? (the )?image|image .*(not found|does not exist|cannot be (pulled|accessed))|ImagePull|manifest unknown/i,
    "image-pull",
    "The image cannot be pulled",
  ],
  [
    /executable file not found|no such file or directory|exec format error|failed to (create|start) .*(exec|command)/i,
    "command-not-found",
    "The image cannot run the command",
  ],
  [/preempt|spot (vm|instance).*(reclaim|terminat)/i, "preempted", "The machine was taken back"],
  [
    /resources are insufficient|insufficient (resources|capacity)|stockout|quota|not enough resources|capacity/i,
    "capacity",
    "Vertex AI has no room for the job",
  ],
  [
    /exceeded .*(time|duration|deadline)|(ran|run) (for )?too long|timed? ?out|time limit/i,
    "deadline",
    "The job ran for longer than it may",
  ],
  [/node .*(lost|fail|unhealthy)|host (error|maintenance)|hardware/i, "node-lost", "The machine of the job failed"],
];

const causesByCode: Readonly<Record<string, readonly [ExitCause, string]>> = {
  RESOURCE_EXHAUSTED: ["capacity", "Vertex AI has no room for the job"],
  DEADLINE_EXCEEDED: ["deadline", "The job ran for longer than it may"],
  INTERNAL: ["node-lost", "Vertex AI failed to run the job"],
  UNAVAILABLE: ["node-lost", "Vertex AI failed to run the job"],
};

/** Judges the error of a job that failed. `hasRun`: whether its container was started. Pure. */
export function explainJobError(
  { code, message }: { readonly code: number; readonly message: string },
  hasRun: boolean,
): Diagnosis {
  const platformReason = grpcCode(code);
  const exitCode = readExitCode(message);
  const explain = (cause: ExitCause, text: string): Diagnosis => ({
    cause,
    exitCode,
    platformReason,
    message: sentence(text, message),
  });
  const known = words.find(([pattern]) => pattern.test(message));
  if (exitCode !== null && known?.[1] !== "out-of-memory") return explainExit(exitCode, explain);
  if (known !== undefined) return explain(known[1], known[2]);
  const byCode = causesByCode[platformReason];
  if (byCode !== undefined) return explain(...byCode);
  return hasRun ? explain("exited", "The job failed") : explain("start-failed", "The job could not be started");
}

function explainExit(exitCode: number, explain: (cause: ExitCause, text: string) => Diagnosis): Diagnosis {
  if (exitCode === 126 || exitCode === 127) {
    return explain(
      "command-not-found",
      `The command could not be ${exitCode === 127 ? "found" : "executed"} in the image`,
    );
  }
  const signal = Object.entries(constants.signals).find(([, number]) => signalBase + number === exitCode)?.[0];
  if (signal !== undefined) return explain("signal", `The container was ended by ${signal}`);
  return explain("exited", `The container exited with code ${exitCode}`);
}

/** `The replica workerpool0-0 exited with a non-zero status of 3.`, and of a signal `... of 9(SIGKILL)`. */
function readExitCode(message: string): number | null {
  const [, status, signal] = /exited with a non-zero status of (\d+)(\s*\(SIG[A-Z0-9]+\))?/i.exec(message) ?? [];
  if (status === undefined) return null;
  return signal === undefined ? Number(status) : signalBase + Number(status);
}

/** What happened, and Vertex AI's words about it where it has any. Pure. */
export function sentence(text: string, detail: string): string {
  const own = detail.trim().replace(/\.$/, "");
  return own === "" ? `${text}.` : `${text}: ${own}.`;
}
