import { once } from "node:events";
import type { Writable } from "node:stream";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import { formatRunnerEvent } from "./format-runner-event.ts";

/** What the runner prints. */
export interface RunnerOutput {
  /** Resolves once the reader keeps up. A reader that is gone is no error. */
  emit(event: RunnerEvent): Promise<void>;
}

/**
 * A platform's log may cut a long line at any byte, and each piece of it in two halves of a character loses that
 * character: there is none of more than one byte.
 */
function toAsciiJson(event: RunnerEvent): string {
  return JSON.stringify(event).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** JSON lines for a launcher that follows them, or readable lines for somebody who started the runner by hand. */
export function createRunnerOutput(
  stdout: Writable,
  { format, runName }: { readonly format: "json" | "text"; readonly runName: string },
): RunnerOutput {
  let name = runName;
  let isOpen = true;
  stdout.on("error", () => (isOpen = false));
  return {
    async emit(event) {
      if (event.prefect === "run-name") name = event.name;
      const line = format === "json" ? toAsciiJson(event) : formatRunnerEvent(event, name);
      if (line === null || !isOpen) return;
      if (!stdout.write(`${line}\n`)) await once(stdout, "drain").catch(() => undefined);
    },
  };
}
