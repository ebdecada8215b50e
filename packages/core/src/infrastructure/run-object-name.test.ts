import { describe, expect, test } from "@jest/globals";
import { numberedName, toRunObjectName } from "./run-object-name.ts";

const run = "0195f3a8-1234-7000-8000-00000000abcd";
const rules = { maximumLength: 63, fallback: "prefect-run" };

describe("the name of what runs an attempt", () => {
  test.each([
    ["eager-otter", "eager-otter-0195f3a81234-1"],
    ["Émile's run #1 / 日本", "mile-s-run-1-0195f3a81234-1"],
    ["-_.", "prefect-run-0195f3a81234-1"],
    ["x".repeat(300), `${"x".repeat(48)}-0195f3a81234-1`],
    [`${"x".repeat(47)}- y`, `${"x".repeat(47)}-0195f3a81234-1`],
  ])("made of %j is %s", (name, expected) => {
    expect(toRunObjectName(name, run, 1, rules)).toBe(expected);
    expect(toRunObjectName(name, run, 1, rules).length).toBeLessThanOrEqual(63);
  });

  test("is another one for another attempt, and for another run", () => {
    const names = [run, `1${run.slice(1)}`].flatMap((id) => [1, 2].map((n) => toRunObjectName("a", id, n, rules)));
    expect(new Set(names).size).toBe(4);
  });

  test("has a number where others have the name, and no two hyphens before it", () => {
    const name = toRunObjectName("x".repeat(300), run, 1, rules);
    expect(numberedName(name, 0, rules)).toBe(name);
    expect(numberedName(name, 12, rules)).toHaveLength(63);
    expect(numberedName(`${"a".repeat(59)}-bcd`, 1, rules)).toBe(`${"a".repeat(59)}-x1`);
  });
});
