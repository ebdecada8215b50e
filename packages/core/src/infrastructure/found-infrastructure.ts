import type { FoundInfrastructure } from "../contracts/launcher.ts";

/** Put on what its launcher was asked to leave after its end, with the value `true`. */
export const KEPT_LABEL = "prefect.io/kept";

/**
 * What infrastructure says of itself by the labels that every launch puts on it; `label` reads one as the platform
 * holds it. Pure.
 */
export function toFoundInfrastructure(
  { reference, isRunning }: Pick<FoundInfrastructure, "reference" | "isRunning">,
  label: (name: string) => string | undefined,
): FoundInfrastructure {
  const attempt = Number(label("prefect.io/flow-run-attempt"));
  const expiresAt = new Date(label("prefect.io/expires-at") ?? "");
  return {
    reference,
    isRunning,
    flowRunId: label("prefect.io/flow-run-id") ?? null,
    attempt: Number.isInteger(attempt) && attempt > 0 ? attempt : null,
    expiresAt: Number.isNaN(expiresAt.getTime()) ? null : expiresAt,
    isKept: label(KEPT_LABEL) === "true",
  };
}
