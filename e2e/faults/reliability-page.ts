import type { FaultRow } from "./reliability-table.ts";
import { toReliabilityTable } from "./reliability-table.ts";

const begin = "<!-- begin of the table that `node e2e/faults/write-reliability.ts` writes -->";
const end = "<!-- end of the table -->";

/** The page with the table of these rows in the place of its own. Pure; throws for a page that has no place for it. */
export function withReliabilityTable(page: string, rows: readonly FaultRow[]): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`The page has no line ${begin}, or no ${end}.`);
  return `${before}${begin}\n\n${toReliabilityTable(rows)}\n\n${end}${after}`;
}
