/** One measured subject; `values` are medians in the units that their names give. */
export interface ComparedSubject {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Prints each subject beside the baseline that was measured in the same run: value, difference and ratio. */
export function printComparison(
  title: string,
  { baseline, subjects }: { baseline: ComparedSubject; subjects: readonly ComparedSubject[] },
): void {
  console.log(`\n${title}`);
  console.table(
    [baseline, ...subjects].map(({ name, values }) => {
      const row: Record<string, string> = { subject: name };
      for (const [unit, value] of Object.entries(values)) {
        const base = baseline.values[unit];
        row[unit] = value.toFixed(1);
        if (base === undefined || values === baseline.values) continue;
        row[`${unit} above ${baseline.name}`] = (value - base).toFixed(1);
        row[`${unit} ratio`] = `x ${(value / base).toFixed(2)}`;
      }
      return row;
    }),
  );
}
