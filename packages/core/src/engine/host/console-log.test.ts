import { describe, expect, test } from "@jest/globals";
import { formatConsoleLine } from "./console-log.ts";

const entry = { timestamp: new Date(2026, 0, 2, 3, 4, 5, 6), level: 20, name: "prefect.flow_runs", message: "hello" };

describe("formatConsoleLine", () => {
  test("is Prefect's line", () => {
    expect(formatConsoleLine(entry, "brave-otter", false)).toBe(
      "03:04:05.006 | INFO    | Flow run 'brave-otter' - hello",
    );
  });

  test("carries colours only on a terminal, not even those of the message", () => {
    const coloured = { ...entry, message: "\u001b[31mred\u001b[39m" };
    expect(formatConsoleLine(coloured, "x", false)).toMatch(/- red$/);
    expect(formatConsoleLine(coloured, "x", true)).toContain("\u001b[36mINFO   ");
  });
});
