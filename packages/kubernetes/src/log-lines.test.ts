import { createLogPosition } from "prefect-core/provider";
import { describe, expect, test } from "@jest/globals";
import { readLogLines } from "./log-lines.ts";

async function linesOf(text: string, chunkBytes: number): Promise<readonly unknown[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  return Array.fromAsync(readLogLines(chunks()));
}

const time = (second: number): string => `2026-11-24T00:00:0${second}.123456789Z`;

test.each([1, 7, 1000])("lines are put together again from pieces of %d bytes", async (chunkBytes) => {
  const text = `${time(1)} one\n${time(1)} \n${time(2)}   ü indented\r\n${time(3)} ${time(0)} odd\n${time(4)} no end`;
  expect(await linesOf(text, chunkBytes)).toEqual([
    { timestamp: time(1), text: "one" },
    { timestamp: time(1), text: "" },
    { timestamp: time(2), text: "  ü indented" },
    { timestamp: time(3), text: `${time(0)} odd` },
    { timestamp: time(4), text: "no end" },
  ]);
});

test("an empty log has no lines", async () => {
  expect(await linesOf("", 10)).toEqual([]);
});

describe("a reading that was cut off", () => {
  test("goes on from the second before, and counts off what was read of it", () => {
    const position = createLogPosition();
    expect(position.resume()).toEqual({ since: null, skip: 0 });
    position.pass(time(1));
    expect(position.resume()).toEqual({ since: null, skip: 1 });
    position.pass(time(1));
    position.pass(time(2));
    expect(position.resume()).toEqual({ since: "2026-11-24T00:00:01Z", skip: 3 });
    position.pass("2026-11-24T02:00:03.5+02:00");
    expect(position.resume()).toEqual({ since: "2026-11-24T00:00:02Z", skip: 2 });
  });
});
