import type { ExitCause } from "prefect-core/provider";
import type { ContainerEvent } from "./container-group-view.ts";

/** Why something failed, in the words of every platform. */
export interface Diagnosis {
  readonly cause: ExitCause;
  readonly message: string;
  readonly platformReason: string;
}

const imageWords =
  /failed to pull|pull image|InaccessibleImage|RegistryErrorResponse|manifest unknown|image .*not (?:found|accessible)|unauthorized|authentication required/i;
const commandWords = /executable file not found|no such file or directory|exec format error|permission denied/i;
const capacityWords = /capacity|quota|resources? (?:requested )?(?:is|are) not available|insufficient/i;

/** Judges an event, or an error of Azure's by its code and message. Pure. */
export function diagnose(name: string, message: string): Diagnosis {
  const text = `${name} ${message}`;
  const explain = (cause: ExitCause, words: string): Diagnosis => ({
    cause,
    message: sentence(words, message),
    platformReason: name,
  });
  if (imageWords.test(text)) return explain("image-pull", "The image cannot be pulled");
  if (commandWords.test(text)) return explain("command-not-found", "The image cannot run the command");
  if (capacityWords.test(text)) return explain("capacity", "Azure has no room for the container group");
  return explain("start-failed", "The container could not be started");
}

/** The latest failure that events tell of; `null` where none does. */
export function latestFailure(events: readonly ContainerEvent[]): Diagnosis | null {
  const failures = events.filter(({ name = "", type }) => type === "Warning" || /fail|error|backoff/i.test(name));
  const latest = failures.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1);
  return latest === undefined ? null : diagnose(latest.name ?? "Failed", latest.message ?? "");
}

/** What happened, and Azure's words about it where it has any. */
export function sentence(words: string, detail: string): string {
  const text = detail.trim().replace(/\.$/, "");
  return text === "" ? `${words}.` : `${words}: ${text}.`;
}

function timeOf({ lastTimestamp, firstTimestamp }: ContainerEvent): number {
  const time = Date.parse(lastTimestamp ?? firstTimestamp ?? "");
  return Number.isNaN(time) ? 0 : time;
}
