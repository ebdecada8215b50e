/** One measured subject; `values` are medians, by the unit that they are in. */
export interface ComparedSubject {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Prints each subject beside the baseline that was measured in the same run: value, difference and ratio. */
export function printComparison(
  title: string,
  { baseline, subjects }: { baseline: ComparedSubject; subjects: readonly ComparedSubject[] },
): void {
  const units = Object.keys(baseline.values);
  const headings = ["", ...units.flatMap((unit) => [unit, `above ${baseline.name}`, "ratio"])];
  const rows = [baseline, ...subjects].map((subject) => [
    subject.name,
    ...units.flatMap((unit) => {
      const [value = Number.NaN, base = Number.NaN] = [subject.values[unit], baseline.values[unit]];
      const compared = subject === baseline ? ["", ""] : [(value - base).toFixed(1), `x ${(value / base).toFixed(2)}`];
      return [value.toFixed(1), ...compared];
    }),
  ]);
  console.log(`\n${title}\n\n${alignColumns([headings, ...rows])}\n`);
}

/** The first column to the left, the others, which are numbers, to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((row) => `  ${row.join("   ")}`)
    .join("\n");
}
