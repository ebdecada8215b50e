/** Rows of cells as aligned text; the keys of the first row are the headings. */
export function formatTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const headings = Object.keys(rows[0] ?? {});
  const widths = headings.map((heading) => Math.max(heading.length, ...rows.map((row) => (row[heading] ?? "").length)));
  const toLine = (cells: readonly string[]): string =>
    cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join("   ");
  const rule = widths.map((width) => "─".repeat(width));
  const lines = [headings, rule, ...rows.map((row) => headings.map((heading) => row[heading] ?? ""))];
  return lines.map((line) => `  ${toLine(line)}`).join("\n");
}
