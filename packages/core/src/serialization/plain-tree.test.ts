import { expect, test } from "@jest/globals";
import { isPlainTree } from "./plain-tree.ts";

const rows = Array.from({ length: 2000 }, (_, id) => ({
  id,
  name: `row ${id}`,
  tags: ["a", "b"],
  place: { zip: "1" },
}));

test("rows of plain data are a plain tree, whatever they have in common", () => {
  expect(isPlainTree(rows)).toBe(true);
  expect(isPlainTree(Array.from({ length: 2000 }, () => ({})))).toBe(true);
  expect(isPlainTree("text")).toBe(true);
});

const self: unknown[] = [];
self.push(self, self);
const listWithName = Object.assign([1], { name: "list" });

test.each<[name: string, value: unknown]>([
  ["the first row twice", [...rows, rows[0]]],
  ["the last row twice", [...rows, rows.at(-1)]],
  ["a list inside a row twice", [...rows, rows[1500]?.tags]],
  ["an object without content twice, among many such", withRepeated(Array.from({ length: 2000 }, () => ({})))],
  ["a cycle", self],
  ["a field $", [{ $: "Date" }]],
  ["a hidden toJSON", [Object.defineProperty({}, "toJSON", { value: () => 1 })]],
  ["a list with a hidden toJSON", [Object.defineProperty([], "toJSON", { value: () => 1 })]],
  ["a symbol as a key", [{ [Symbol("key")]: 1 }]],
  ["a hole", [Array.from({ length: 2 }).fill(1, 0, 1) && Object.assign([], { length: 2 })]],
  ["a named list", [listWithName]],
  ["undefined", [{ a: undefined }]],
  ["a date", [...rows, new Date(0)]],
  ["minus zero", [-0]],
  ["no prototype", [Object.create(null)]],
])("%s is none", (_name, value) => {
  expect(isPlainTree(value)).toBe(false);
});

function withRepeated(list: readonly object[]): readonly object[] {
  return [...list, list[1999] as object];
}
