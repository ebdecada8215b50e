import { describe, expect, test } from "@jest/globals";
import { fitColumns } from "./fit-columns.ts";
import { renderTable } from "./table.ts";
import { toRelativeTime } from "./relative-time.ts";

const plain = { paint: (_style: string, text: string) => text };

test("a table has Prefect's frame, title and caption", () => {
  const table = renderTable(
    { ...plain, columns: null },
    {
      title: "Pools",
      caption: "all of them",
      columns: [{ header: "Name" }, { header: "ID", align: "right" }],
      rows: [["a", "1234"]],
    },
  );
  expect(table).toBe(
    [
      "     Pools",
      "┏━━━━━━┳━━━━━━┓",
      "┃ Name ┃   ID ┃",
      "┡━━━━━━╇━━━━━━┩",
      "│ a    │ 1234 │",
      "└──────┴──────┘",
      "  all of them",
    ].join("\n"),
  );
});

describe("a table on a narrow terminal", () => {
  const contents = {
    columns: [{ header: "ID", whole: true }, { header: "Name" }, { header: "State" }],
    rows: [["0123456789abcdef0123", "a name that is much longer than there is room for", "RUNNING"]],
  };

  test("is as wide as the terminal, with whole identifiers and a mark where text was cut", () => {
    const lines = renderTable({ ...plain, columns: 50 }, contents).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBe(50);
    expect(lines[3]).toContain("0123456789abcdef0123");
    expect(lines[3]).toContain("RUNNING");
    expect(lines[3]).toContain("…");
  });

  test("is whole in a pipe", () => {
    expect(renderTable({ ...plain, columns: null }, contents)).toContain("than there is room for");
  });

  test("counts a wide character as two columns", () => {
    const rows = [["1", "東京の夜間バッチ処理の実行名", "RUNNING"]];
    const [top = ""] = renderTable({ ...plain, columns: null }, { ...contents, rows }).split("\n");
    expect(top).toHaveLength(1 + 4 + 1 + 30 + 1 + 9 + 1);
  });
});

test("the widest columns give way first, and equally; none becomes unreadable", () => {
  expect(fitColumns([40, 20, 10], [true, true, true], 40)).toEqual([15, 15, 10]);
  expect(fitColumns([40, 20], [false, true], 50)).toEqual([40, 10]);
  expect(fitColumns([40, 20], [true, true], 4)).toEqual([6, 6]);
});

test.each([
  [-3, "a few seconds ago"],
  [3, "in a few seconds"],
  [-45, "45 seconds ago"],
  [-60, "1 minute ago"],
  [-7_199, "1 hour ago"],
  [86_400 * 3, "in 3 days"],
  [-86_400 * 20, "2 weeks ago"],
  [-86_400 * 800, "2 years ago"],
])("%d seconds from now is %j", (seconds, words) => {
  const now = new Date("2026-01-31T12:00:00Z");
  expect(toRelativeTime(new Date(now.getTime() + seconds * 1000), now)).toBe(words);
});
