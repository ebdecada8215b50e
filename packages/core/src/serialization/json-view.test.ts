import { expect, test } from "@jest/globals";
import { toJsonView } from "./json-view.ts";

function bytesOf(view: unknown): number {
  return Buffer.byteLength(JSON.stringify(view));
}

test("plain values are shown as they are, and others as their type", () => {
  const cycle: Record<string, unknown> = { id: 1 };
  cycle["self"] = cycle;
  const view = toJsonView({
    dataset: "cifar",
    options: { epochs: 3, since: new Date(0), rate: Number.NaN, none: undefined },
    index: new Map([["a", 1]]),
    items: [1n, new URL("http://localhost"), /x/],
    cycle,
  });
  expect(view).toEqual({
    dataset: "cifar",
    options: { epochs: 3, since: { $: "Date" }, rate: { $: "number" }, none: { $: "undefined" } },
    index: { $: "Map" },
    items: [{ $: "bigint" }, { $: "URL" }, { $: "RegExp" }],
    cycle: { id: 1, self: { $: "object" } },
  });
});

test("the largest parameters give way to their type and size, so that 64 KB are kept", () => {
  const view = toJsonView({
    small: { a: 1 },
    rows: Array.from({ length: 100_000 }, () => ({ id: 1 })),
    text: "ä".repeat(40_000),
    other: "y".repeat(40_000),
  });
  expect(view["small"]).toEqual({ a: 1 });
  expect(view["rows"]).toEqual({ $: "Array", items: 100_000 });
  expect(view["text"]).toEqual({ $: "string", characters: 40_000 });
  expect(view["other"]).toHaveLength(40_000);
  expect(bytesOf(view)).toBeLessThanOrEqual(65_536);
});

test("64 KB are kept whatever the number of parameters", () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`parameter${index}`, index]));
  expect(bytesOf(toJsonView(many))).toBeLessThanOrEqual(65_536);
});
