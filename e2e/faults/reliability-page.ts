import { type FaultRow, toExemptionTable, toReliabilityTable } from "./reliability-table.ts";
import type { Exemption } from "./scenario.ts";

const begin = "<!-- begin of the tables that `node e2e/faults/write-reliability.ts` writes -->";
const end = "<!-- end of the tables -->";

/** The page with the tables of these rows and exemptions in the place of its own. Pure; throws for a page that has no place for them. */
export function withReliabilityTables(
  page: string,
  rows: readonly FaultRow[],
  exemptions: readonly Exemption[],
): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The page has no line ${begin}, or no ${end}.`);
  const tables = [toReliabilityTable(rows), "What a platform cannot have:", toExemptionTable(exemptions)];
  return [`${before}${begin}`, ...tables, `${end}${after}`].join("\n\n");
}
