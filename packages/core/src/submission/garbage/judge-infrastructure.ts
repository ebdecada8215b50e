import type { FoundInfrastructure } from "../../contracts/launcher.ts";
import type { GarbageAction } from "./garbage.ts";

/** What is known of the run that infrastructure was made for. */
export interface RunStanding {
  readonly run: "deleted" | "ended" | "unfinished";
  /** Whether a live process looks after it. */
  readonly isHeld: boolean;
}

export interface Judgement {
  readonly action: GarbageAction;
  readonly reason: string;
}

/** What becomes of infrastructure. What runs for a run that has not ended is never touched. Pure. */
export function judgeInfrastructure(
  { isRunning, isKept, expiresAt }: Pick<FoundInfrastructure, "isRunning" | "isKept" | "expiresAt">,
  { run, isHeld }: RunStanding,
  now: Date,
): Judgement {
  if (isHeld) return { action: "kept", reason: "a process looks after its flow run" };
  if (run === "unfinished") {
    return isRunning
      ? { action: "kept", reason: "its flow run goes on" }
      : { action: "concluded", reason: "it has ended and nobody saw it" };
  }
  const why = run === "deleted" ? "its flow run was deleted" : "its flow run has ended";
  if (isRunning) return { action: "ended", reason: `it still runs, and ${why}` };
  if (isKept && (expiresAt === null || expiresAt > now)) {
    const until = expiresAt === null ? "" : ` until ${expiresAt.toISOString()}`;
    return { action: "kept", reason: `it was asked to stay${until}` };
  }
  return { action: "removed", reason: why };
}
