import { describe, expect, test } from "@jest/globals";
import { stitchedStack } from "./call-site.ts";

describe("a stack from elsewhere", () => {
  const remote = "RangeError: too deep\n    at dig (src/dig.ts:3:9)";

  test("goes on where the program called", () => {
    const frames = ["    at main (file:///work/main.ts:7:10)", "    at file:///work/main.ts:9:1"];
    expect(stitchedStack(remote, frames)).toBe(`${remote}\n${frames.join("\n")}`);
  });

  test("stays as it is where it shows the call, or nothing is known of it", () => {
    const local = `${remote}\n    at async file:///work/main.ts:7:3`;
    expect(stitchedStack(local, ["    at main (file:///work/main.ts:7:10)"])).toBe(local);
    expect(stitchedStack(remote, [])).toBe(remote);
  });
});
