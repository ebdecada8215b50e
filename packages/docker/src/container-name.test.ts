import { describe, expect, test } from "@jest/globals";
import { numberedName, toContainerName } from "./container-name.ts";

describe("a container's name", () => {
  test.each([
    ["eager otter", "eager-otter"],
    ["Train: cifar/10", "Train-cifar-10"],
    ["_.-hidden", "hidden"],
    ["日本", "fallback"],
    ["x", "fallback"],
  ])("for %j is %s", (name, expected) => {
    expect(toContainerName(name, "fallback")).toBe(expected);
  });

  test("has at most 250 characters, its number included", () => {
    const name = toContainerName("n".repeat(300), "fallback");
    expect(name).toHaveLength(250);
    expect(numberedName(name, 12)).toBe(`${"n".repeat(247)}-12`);
    expect(numberedName("name", 0)).toBe("name");
  });
});
