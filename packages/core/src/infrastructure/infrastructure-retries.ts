import { isJsonObject } from "../contracts/json.ts";
import type { InfrastructureRetries } from "../contracts/infrastructure-type.ts";
import type { ExitCause } from "../contracts/launcher.ts";
import { didYouMean } from "../errors/closest-name.ts";
import type { Refuse } from "./infrastructure-options.ts";

const causes: Readonly<Record<ExitCause, true>> = {
  exited: true,
  signal: true,
  "out-of-memory": true,
  "command-not-found": true,
  "runner-missing": true,
  "image-pull": true,
  unschedulable: true,
  capacity: true,
  "start-failed": true,
  "start-timeout": true,
  preempted: true,
  evicted: true,
  deadline: true,
  "node-lost": true,
  stopped: true,
  lost: true,
};

/** What another attempt may escape, whatever the flow. */
const defaultCauses: readonly ExitCause[] = ["preempted", "capacity", "node-lost", "lost"];
const defaultDelaySeconds = 10;

/** Both shapes of the `infrastructureRetries` option as one. Pure. */
export function toInfrastructureRetries(
  option: number | InfrastructureRetries | undefined,
): Required<InfrastructureRetries> {
  const {
    maximum,
    causes = defaultCauses,
    delaySeconds = defaultDelaySeconds,
  } = typeof option === "object" ? option : { maximum: option ?? 0 };
  return { maximum, causes, delaySeconds };
}

/** Refuses what is no policy. */
export function checkInfrastructureRetries(option: unknown, refuse: Refuse): void {
  if (!isJsonObject(option)) return checkMaximum("infrastructureRetries", option, refuse);
  const known = ["maximum", "causes", "delaySeconds"];
  for (const key of Object.keys(option)) {
    if (!known.includes(key)) refuse(`infrastructureRetries.${key}`, "does not exist", didYouMean(key, known));
  }
  checkMaximum("infrastructureRetries.maximum", option["maximum"], refuse);
  const { delaySeconds, causes: chosen } = option;
  if (delaySeconds !== undefined && !(typeof delaySeconds === "number" && delaySeconds >= 0)) {
    refuse("infrastructureRetries.delaySeconds", "must be a number of seconds from 0");
  }
  if (chosen === undefined) return;
  if (!Array.isArray(chosen)) refuse("infrastructureRetries.causes", 'must be a list of causes, such as ["preempted"]');
  for (const cause of chosen) {
    if (typeof cause !== "string" || !Object.hasOwn(causes, cause)) {
      const hint = didYouMean(String(cause), Object.keys(causes));
      refuse("infrastructureRetries.causes", `must hold causes only, not ${JSON.stringify(cause)}`, hint);
    }
  }
}

function checkMaximum(option: string, value: unknown, refuse: Refuse): void {
  if (Number.isInteger(value) && (value as number) >= 0) return;
  refuse(option, "must be a whole number from 0");
}
