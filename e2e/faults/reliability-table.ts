import { type PlatformName, platformNames, platformTitles } from "./platform-name.ts";
import type { Exemption, Scenario } from "./scenario.ts";

/** What comes of a fault: promised, or seen. */
export type FaultRow = Pick<Scenario, "fault" | "platform" | "state" | "error" | "boundSeconds">;

/** A Markdown table with a line for every outcome of every fault, in the order of the rows. Pure. */
export function toReliabilityTable(rows: readonly FaultRow[]): string {
  const byFault = [...Map.groupBy(rows, ({ fault }) => fault)];
  const lines = byFault.flatMap(([fault, ofFault]) => {
    const outcomes = [...Map.groupBy(ofFault, toOutcome).values()];
    return outcomes.map((same, index) => {
      const [state, error, bound] = toOutcome(same[0] as FaultRow).split("\0");
      return [index === 0 ? fault : "", toNames(same.map(({ platform }) => platform)), state, error, bound];
    });
  });
  return toMarkdown([["Fault", "On", "The run ends", "Its caller gets", "Within"], ...lines]);
}

/** A Markdown table of what cannot befall runs where, and why. Pure. */
export function toExemptionTable(exemptions: readonly Exemption[]): string {
  const lines = exemptions.map(({ fault, platforms, reason }) => [fault, toNames(platforms), reason]);
  return toMarkdown([["Fault", "Does not apply to", "Because"], ...lines]);
}

function toOutcome({ state, error, boundSeconds }: FaultRow): string {
  const errors = [error].flat().map((name) => (name === null ? "the result" : `\`${name}\``));
  return [state, errors.join(" or "), `${boundSeconds} s`].join("\0");
}

function toNames(platforms: readonly PlatformName[]): string {
  const others = platformNames.filter((name) => !platforms.includes(name));
  if (others.length === 0) return "all";
  const toText = (names: readonly PlatformName[]): string => names.map((name) => platformTitles[name]).join(", ");
  return others.length < platforms.length ? `all but ${toText(others)}` : toText(platforms);
}

/** As the formatter of this repository lays it out. */
function toMarkdown([head = [], ...lines]: readonly (readonly (string | undefined)[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...lines].map((line) => (line[column] ?? "").length)));
  const toLine = (cells: readonly (string | undefined)[]): string =>
    `| ${cells.map((cell = "", column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [toLine(head), toLine(widths.map((width) => "-".repeat(width))), ...lines.map(toLine)].join("\n");
}
