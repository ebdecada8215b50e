import type { Scenario } from "./scenario.ts";

/** What comes of a fault: promised, or seen. */
export type FaultRow = Pick<Scenario, "fault" | "platform" | "state" | "error" | "boundSeconds">;

/** A Markdown table with a line per fault and a column per platform, in the order of the rows. Pure. */
export function toReliabilityTable(rows: readonly FaultRow[]): string {
  const faults = [...new Set(rows.map(({ fault }) => fault))];
  const lines = faults.map((fault) => [fault, toCell(rows, fault, "process"), toCell(rows, fault, "docker")]);
  return toMarkdown([["Fault", "Process", "Docker"], ...lines]);
}

function toCell(rows: readonly FaultRow[], fault: string, platform: string): string {
  const row = rows.find((candidate) => candidate.fault === fault && candidate.platform === platform);
  if (row === undefined) return "";
  const errors = [row.error].flat().map((error) => (error === null ? "the result" : `\`${error}\``));
  return `${row.state}, ${errors.join(" or ")}, ${row.boundSeconds} s`;
}

/** As the formatter of this repository lays it out. */
function toMarkdown([head = [], ...lines]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...lines].map((line) => (line[column] ?? "").length)));
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [toLine(head), toLine(widths.map((width) => "-".repeat(width))), ...lines.map(toLine)].join("\n");
}
