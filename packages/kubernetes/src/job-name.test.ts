import { describe, expect, test } from "@jest/globals";
import { numberedName, toJobName } from "./job-name.ts";

const run = "0195f3a8-1234-7000-8000-00000000abcd";

describe("the name of a Job", () => {
  test.each([
    ["eager-otter", "eager-otter-0195f3a81234-1"],
    ["Émile's run #1 / 日本", "mile-s-run-1-0195f3a81234-1"],
    ["-_.", "prefect-job-0195f3a81234-1"],
    ["x".repeat(300), `${"x".repeat(48)}-0195f3a81234-1`],
  ])("made of %j is %s", (name, expected) => {
    expect(toJobName(name, run, 1)).toBe(expected);
    expect(toJobName(name, run, 1).length).toBeLessThanOrEqual(63);
  });

  test("is another one for another attempt, and for another run", () => {
    const names = [toJobName("a", run, 1), toJobName("a", run, 2), toJobName("a", `1${run.slice(1)}`, 1)];
    expect(new Set(names).size).toBe(3);
  });

  test("has a number where others have the name", () => {
    const name = toJobName("x".repeat(300), run, 1);
    expect(numberedName(name, 0)).toBe(name);
    expect(numberedName(name, 12)).toHaveLength(63);
    expect(numberedName(name, 12)).toMatch(/-x12$/);
  });
});
