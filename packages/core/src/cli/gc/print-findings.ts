import type { GarbageAction, GarbageFinding, GarbageGap } from "../../submission/garbage/garbage.ts";
import type { CliContext } from "../cli-context.ts";

const planned: Readonly<Record<GarbageAction, string>> = {
  kept: "keep",
  removed: "would remove",
  ended: "would end",
  concluded: "would conclude",
};

/** One line for each thing that was looked at. */
export function printFinding(context: CliContext, item: GarbageFinding | GarbageGap, dryRun: boolean): void {
  if (!("kind" in item)) {
    context.printNotice(context.paint("red", `could not look through work pool ${item.workPool}: ${item.problem}`));
    return;
  }
  const { workPool, kind, name, action, reason, bytes, problem } = item;
  const subject = `${kind} ${name}${bytes === null ? "" : ` (${toSize(bytes)})`} of ${workPool}: ${reason}`;
  if (problem !== null) context.printNotice(context.paint("red", `failed  ${subject}; ${problem}`));
  else if (action === "kept") context.print(`kept  ${subject}`);
  else context.print(`${context.paint("green", dryRun ? planned[action] : action)}  ${subject}`);
}

export function printSummary(context: CliContext, findings: readonly GarbageFinding[], dryRun: boolean): void {
  const done = findings.filter(({ action, problem }) => action !== "kept" && problem === null);
  const bytes = done.reduce((sum, finding) => sum + (finding.bytes ?? 0), 0);
  if (done.length === 0) context.print(dryRun ? "Nothing would be removed." : "Nothing was to be removed.");
  else context.print(`${dryRun ? "Would tidy up" : "Tidied up"} ${String(done.length)}, ${toSize(bytes)} of storage.`);
}

function toSize(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ""}`;
}
