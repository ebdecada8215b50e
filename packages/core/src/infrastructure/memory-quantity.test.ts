import { describe, expect, test } from "@jest/globals";
import { parseMemoryQuantity } from "./memory-quantity.ts";

describe("a quantity of memory", () => {
  test.each([
    ["16Gi", 17_179_869_184],
    ["512Mi", 536_870_912],
    ["1.5G", 1_500_000_000],
    ["1000k", 1_000_000],
    ["268435456", 268_435_456],
  ])("%s is %i bytes", (text, bytes) => {
    expect(parseMemoryQuantity(text)).toBe(bytes);
  });

  test.each(["", "16 Gi", "16GB", "-1Gi", "0", "much", "1Pi"])("%j is none", (text) => {
    expect(parseMemoryQuantity(text)).toBeNull();
  });
});
