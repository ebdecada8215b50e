import { expect, test } from "@jest/globals";
import { createLogFollower } from "./log-follower.ts";

const line = (index: number): string => `2026-11-24T00:00:00.${String(index).padStart(9, "0")}Z line ${index}\n`;
const log = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => line(from + index)).join("");
const whole = { isWhole: true, isFinal: false };
const tail = { isWhole: false, isFinal: false };

test("looks that overlap repeat no line and lose none, whatever their windows", () => {
  const follower = createLogFollower();
  const seen: string[] = [];
  for (const [from, to, look] of [
    [0, 10, whole],
    [0, 10, whole],
    [5, 300, tail],
    [280, 301, tail],
    [100, 1000, tail],
  ] as const) {
    seen.push(...(follower.take(log(from, to), look)?.lines.map(({ text }) => text) ?? []));
  }
  expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => `line ${index}`));
});

test("a tail that begins after the last known line asks for more, and a gap that stays is told", () => {
  const follower = createLogFollower();
  follower.take(log(0, 10), whole);
  expect(follower.take(log(50, 60), tail)).toBeNull();
  const step = follower.take(log(40, 60), whole);
  expect(step?.hasGap).toBe(true);
  expect(step?.lines).toHaveLength(20);
  expect(follower.take(log(50, 61), tail)?.lines.map(({ text }) => text)).toEqual(["line 60"]);
});

test("a line without its end is kept back until it has one, or nothing follows", () => {
  const follower = createLogFollower();
  const start = "2026-11-24T00:00:00.000000001Z half";
  expect(follower.take(start, whole)?.lines).toEqual([]);
  expect(follower.take(`${start} and half`, { isWhole: true, isFinal: true })?.lines.map(({ text }) => text)).toEqual([
    "half and half",
  ]);
});
