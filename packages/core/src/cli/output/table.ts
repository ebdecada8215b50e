import Table from "cli-table3";
import type { CliContext } from "../cli-context.ts";
import { fitColumns } from "./fit-columns.ts";
import type { TextStyle } from "./paint.ts";

export interface TableColumn {
  readonly header: string;
  readonly align?: "left" | "right";
  readonly style?: TextStyle;
  /** Whether the column is never cut to fit the terminal, as identifiers are. Default: false. */
  readonly whole?: boolean;
}

export interface TableContents {
  readonly title?: string;
  readonly caption?: string;
  readonly columns: readonly TableColumn[];
  /** Whether the headers are left out. Default: false. */
  readonly isHeadless?: boolean;
  readonly rows: readonly (readonly string[])[];
}

/** The lines of Prefect's tables: a heavy frame around the head, a light one around the rows. */
const lines = {
  top: "━",
  "top-mid": "┳",
  "top-left": "┏",
  "top-right": "┓",
  mid: "━",
  "mid-mid": "╇",
  "left-mid": "┡",
  "right-mid": "┩",
  bottom: "─",
  "bottom-mid": "┴",
  "bottom-left": "└",
  "bottom-right": "┘",
  left: "│",
  right: "│",
  middle: "│",
};

const lightTop = { top: "─", "top-mid": "┬", "top-left": "┌", "top-right": "┐" };

/** The table as text; on a terminal, cut to its width. */
export function renderTable(context: Pick<CliContext, "columns" | "paint">, contents: TableContents): string {
  const { columns } = contents;
  let drawn = draw(context, contents);
  const natural = widthsOf(drawn);
  if (context.columns !== null && totalWidth(natural) > context.columns) {
    const frame = columns.length + 1;
    const shrinkable = columns.map((column) => column.whole !== true);
    drawn = draw(context, contents, fitColumns(natural, shrinkable, context.columns - frame));
  }
  const width = totalWidth(widthsOf(drawn));
  const body = drawn.map((line, index) =>
    index === 1 && contents.isHeadless !== true ? line.replaceAll("│", "┃") : line,
  );
  const title = contents.title === undefined ? [] : [context.paint("italic", center(contents.title, width))];
  const caption = contents.caption === undefined ? [] : [context.paint("dim", center(contents.caption, width))];
  return [...title, ...body, ...caption].join("\n");
}

function draw(
  { paint }: Pick<CliContext, "paint">,
  { columns, rows, isHeadless = false }: TableContents,
  widths?: readonly number[],
): readonly string[] {
  const table = new Table({
    chars: isHeadless ? { ...lines, ...lightTop } : lines,
    style: { head: [], border: [], compact: true },
    head: isHeadless ? [] : columns.map((column) => paint("bold", column.header)),
    colAligns: columns.map((column) => column.align ?? "left"),
    ...(widths === undefined ? {} : { colWidths: [...widths] }),
  });
  for (const row of rows) {
    table.push(columns.map(({ style }, index) => paintCell(paint, style, row[index] ?? "")));
  }
  return table.toString().split("\n");
}

function paintCell(paint: CliContext["paint"], style: TextStyle | undefined, text: string): string {
  return style === undefined ? text : paint(style, text);
}

/** The widths of the columns as the table's own library counts them, wide characters included. */
function widthsOf([top = ""]: readonly string[]): readonly number[] {
  return top
    .slice(1, -1)
    .split(/[┳┬]/u)
    .map((column) => column.length);
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width + 1, 1);
}

function center(text: string, width: number): string {
  return " ".repeat(Math.max(0, Math.floor((width - text.length) / 2))) + text;
}
