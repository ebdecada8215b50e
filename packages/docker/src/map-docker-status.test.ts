import { describe, expect, test } from "@jest/globals";
import type { ContainerState } from "./container-details.ts";
import { toContainerExit } from "./map-docker-status.ts";

const ended: ContainerState = {
  Status: "exited",
  Running: false,
  OOMKilled: false,
  ExitCode: 0,
  Error: "",
  StartedAt: "2026-01-01T00:00:00.5Z",
  FinishedAt: "2026-01-01T00:00:07.25Z",
};

describe("a container that ended", () => {
  test.each<[Partial<ContainerState>, string]>([
    [{}, "exited"],
    [{ ExitCode: 3 }, "exited"],
    [{ ExitCode: 137 }, "signal"],
    [{ ExitCode: 143 }, "signal"],
    [{ ExitCode: 137, OOMKilled: true }, "out-of-memory"],
    [{ ExitCode: 1, OOMKilled: true }, "out-of-memory"],
    [{ ExitCode: 0, OOMKilled: true }, "exited"],
    [{ ExitCode: 126 }, "command-not-found"],
    [{ ExitCode: 127, Error: "exec: no such file" }, "command-not-found"],
    [{ ExitCode: 128, Error: "no space left on device" }, "start-failed"],
  ])("as %j did so by: %s", (changes, cause) => {
    expect(toContainerExit({ ...ended, ...changes })).toMatchObject({
      kind: "exited",
      cause,
      exitCode: changes.ExitCode ?? 0,
      timestamp: new Date("2026-01-01T00:00:07.250Z"),
    });
  });

  test("is told of in the engine's own words where it has any", () => {
    const { message } = toContainerExit({ ...ended, ExitCode: 128, Error: "no space left on device" });
    expect(message).toContain("no space left on device");
  });
});
