import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { readPeakMemoryBytes } from "./peak-memory.ts";

const module = fileURLToPath(new URL("peak-memory.ts", import.meta.url));

/** What a process says of itself after it had `megabytes` more than at its start. */
function peakOfChild(megabytes: number): number {
  const script = `
    import { readPeakMemoryBytes } from ${JSON.stringify(module)};
    { Buffer.alloc(${megabytes} * 2 ** 20, 1); }
    console.log(readPeakMemoryBytes());`;
  const arguments_ = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", script];
  return Number(execFileSync(process.execPath, arguments_, { encoding: "utf8" }));
}

test("the peak of a process has what it used and gave back, and nothing of the process that started it", () => {
  const held = Buffer.alloc(400 * 2 ** 20, 1);
  const [small, large] = [peakOfChild(0), peakOfChild(100)];
  expect(readPeakMemoryBytes()).toBeGreaterThan(held.length);
  expect(small).toBeLessThan(held.length);
  expect(large).toBeGreaterThan(small + 90 * 2 ** 20);
});
