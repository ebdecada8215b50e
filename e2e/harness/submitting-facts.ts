import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { loadScale } from "./scale.ts";
import { parseReport, type UserHome } from "./user-home.ts";

export interface SubmittingSubject {
  home(): UserHome;
  /** What is left of runs on the platform; nothing once a run has ended. */
  leftovers(): Promise<string>;
  /** Looks at a run that has started. */
  inspect?(flowRunId: string): Promise<void>;
}

/** What a flow does on every kind of infrastructure. The suite's `flows/submitting.ts` plays `submittingScenarios`. */
export function submittingFacts({ home, leftovers, inspect }: SubmittingSubject): void {
  const count = Math.ceil(100 * loadScale());

  test("returns its result, and its log is shown where it was called", async () => {
    const { stdout, stderr, exitCode } = await home().run("submitting", ["hello"]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
      greeting: "Hello there",
      at: "1970-01-01T00:00:00.000Z",
    });
    expect(`${stdout}${stderr}`).toContain("greeting there");
  });

  test("finds its included files in its working directory", async () => {
    expect(await home().report("submitting", ["files"])).toBe("Hello from a file");
  });

  test("calls other flows where it runs, and is called by flows here", async () => {
    expect(await home().report("submitting", ["nested"])).toBe(41);
    expect(await home().report("submitting", ["parent"])).toMatchObject({ greeting: "Hello child" });
  });

  test("throws here what it threw there", async () => {
    expect(await home().report("submitting", ["fails"])).toEqual({ isRangeError: true, message: "too far" });
  });

  test("is a future as soon as it was submitted, and its log is told while it runs", async () => {
    const go = path.join(home().directory, "go");
    const script = home().start("submitting", ["submit", go]);
    const [, id = ""] = await script.printed(/submitted (\S+)/);
    await script.printed(/not there yet/);
    await inspect?.(id);
    await writeFile(go, "");
    expect(parseReport(await script.ended)).toMatchObject({
      result: "found",
      lines: expect.arrayContaining(["not there yet", "there it is"]),
      state: "COMPLETED",
    });
  });

  test("is cancelled, and leaves nothing", async () => {
    expect(await home().report("submitting", ["cancel", path.join(home().directory, "never")])).toBe("CANCELLED");
    expect(await leftovers()).toBe("");
  });

  test(`runs ${count} times at once, and leaves nothing`, async () => {
    const squares = await home().report<number[]>("submitting", ["many", String(count)], { timeoutSeconds: 280 });
    expect(squares).toEqual(Array.from({ length: count }, (_, value) => value * value));
    expect(await leftovers()).toBe("");
  }, 300_000);
}
