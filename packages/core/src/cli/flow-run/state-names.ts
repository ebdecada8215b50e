import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";

const officialNames = [
  "Scheduled",
  "Pending",
  "Running",
  "Completed",
  "Failed",
  "Cancelled",
  "Crashed",
  "Paused",
  "Cancelling",
  "Suspended",
  "AwaitingRetry",
  "Retrying",
  "Late",
  "TimedOut",
];

/** The name in Prefect's own spelling; one that is not Prefect's stays as it is, with a warning. */
export function toStateName(context: CliContext, text: string): string {
  const official = officialNames.find((name) => name.toLowerCase() === text.toLowerCase());
  if (official === undefined) {
    context.printNotice(`State name ${quote(text)} is not one of the official Prefect state names.`);
  }
  return official ?? text;
}
