import { expect, test } from "@jest/globals";
import { inTurns } from "./in-turns.ts";

test("all bytes are worked on in their order, while others get their turns", async () => {
  const bytes = Buffer.alloc(1_000_000, "prefect");
  const pieces: Uint8Array[] = [];
  const turns: number[] = [];
  let isOver = false;
  const other = (): void => {
    turns.push(pieces.length);
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await inTurns(bytes, (piece) => pieces.push(piece));
  isOver = true;
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  expect(new Set(turns).size).toBeGreaterThan(5);
});

test("nothing is worked on where there is nothing", async () => {
  await inTurns(new Uint8Array(), () => {
    throw new Error("there is nothing to work on");
  });
});
