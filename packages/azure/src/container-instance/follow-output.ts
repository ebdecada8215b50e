import type { InfrastructureEvent } from "prefect-core/provider";
import { azureTransience, patiently } from "./azure-patience.ts";
import type { ContainerGroupReference } from "./container-group-reference.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { AzureApiError } from "./errors/azure-api-error.ts";
import { createLogFollower, type LogStep } from "./log-follower.ts";

/** Reads on in the output of one container. */
export interface OutputReader {
  /** What was printed since the last call; with `isFinal`, also a last line without an end. */
  read(isFinal: boolean, signal: AbortSignal): AsyncGenerator<InfrastructureEvent, void, undefined>;
}

/** What is usually printed between two looks; where it was more, all that Azure keeps is read. */
const usualLines = 500;

/** The API does not tell the streams apart. */
export function createOutputReader(
  groups: ContainerGroups,
  { group, container }: ContainerGroupReference,
): OutputReader {
  const follower = createLogFollower();
  let hasRead = false;
  let isSilent = false;

  async function look(isFinal: boolean, signal: AbortSignal): Promise<LogStep> {
    const readLog = (tail: number | null): Promise<string> =>
      patiently(() => groups.readLog(group, container, tail, signal), signal);
    if (hasRead) {
      const step = follower.take(await readLog(usualLines), { isWhole: false, isFinal });
      if (step !== null) return step;
    }
    const content = await readLog(null);
    hasRead ||= content.includes("\n");
    return follower.take(content, { isWhole: true, isFinal }) ?? { lines: [], hasGap: false };
  }

  return {
    async *read(isFinal, signal) {
      if (isSilent) return;
      const tell = (line: string): InfrastructureEvent => ({
        kind: "output",
        timestamp: new Date(),
        stream: "stderr",
        line,
      });
      let step: LogStep;
      try {
        step = await look(isFinal, signal);
      } catch (error) {
        signal.throwIfAborted();
        const status = AzureApiError.isInstance(error) ? error.statusCode : null;
        if (status === 403) {
          isSilent = true;
          yield tell(`The container's output cannot be read: ${(error as Error).message}`);
          yield { kind: "running", timestamp: new Date(), isSilent: true };
        } else if (isFinal) {
          yield tell(`The container's last output cannot be read: ${(error as Error).message}`);
        } else if (azureTransience(error) === null && status !== 404 && status !== 409 && status !== 400) {
          throw error;
        }
        // Otherwise the next look reads on from the same place.
        return;
      }
      if (step.hasGap) yield tell("Some output is missing here: more was printed than Azure keeps (4 MB).");
      for (const { timestamp, text } of step.lines) {
        yield { kind: "output", timestamp, stream: "stdout", line: text };
      }
    },
  };
}
