import type { ExitCause } from "prefect-core/provider";
import type { ConditionView } from "./resource-view.ts";

/** Why something failed, in the words of every platform. */
export interface Diagnosis {
  readonly cause: ExitCause;
  readonly message: string;
}

const imageReasons: ReadonlySet<string> = new Set([
  "CONTAINER_MISSING",
  "CONTAINER_PERMISSION_DENIED",
  "CONTAINER_IMAGE_UNAUTHORIZED",
  "CONTAINER_IMAGE_AUTHORIZATION_CHECK_FAILED",
]);
const imageWords = /image .*not found|failed to (pull|fetch)|manifest unknown|must have permission to read the image/i;
const commandWords =
  /executable file not found|no such file or directory|exec format error|permission denied|invalid command/i;
const capacityWords = /quota|capacity|resources? (?:are|is) (?:not available|exhausted)|no available instance/i;

/** Judges a condition by its reason and message. Pure. */
export function diagnose(reason: string, message: string): Diagnosis {
  if (imageReasons.has(reason) || imageWords.test(message)) {
    return { cause: "image-pull", message: sentence("The image cannot be pulled", message) };
  }
  if (commandWords.test(message)) {
    return { cause: "command-not-found", message: sentence("The image cannot run the command", message) };
  }
  if (capacityWords.test(message)) {
    return { cause: "capacity", message: sentence("Cloud Run has no room for the job", message) };
  }
  return { cause: "start-failed", message: sentence("The container could not be started", message || reason) };
}

/** What keeps a job from becoming ready; `null` where nothing does. Pure. */
export function problemOf(
  condition: ConditionView | null | undefined,
): (Diagnosis & { readonly reason: string }) | null {
  if (condition?.state !== "CONDITION_FAILED") return null;
  const reason = typeof condition.reason === "string" ? condition.reason : "";
  return { reason, ...diagnose(reason, condition.message ?? "") };
}

/** What happened, and Cloud Run's words about it where it has any. */
export function sentence(words: string, detail: string): string {
  const text = detail.trim().replace(/\.$/, "");
  return text === "" ? `${words}.` : `${words}: ${text}.`;
}
