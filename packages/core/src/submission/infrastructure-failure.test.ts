import { expect, test } from "@jest/globals";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import { toInfrastructureEnd } from "./infrastructure-failure.ts";

const exit: InfrastructureExit = {
  kind: "exited",
  timestamp: new Date(0),
  exitCode: 3,
  cause: "exited",
  message: "The task stopped.",
};
const begin = "The flow run's infrastructure ended before it reported an outcome: ";

test("an exit is told with its code where the platform's words do not say it", () => {
  expect(toInfrastructureEnd(exit, []).message).toBe(`${begin}The task stopped (exit code 3).`);
  const saying = { ...exit, message: "The process exited with code 3." };
  expect(toInfrastructureEnd(saying, []).message).toBe(`${begin}The process exited with code 3.`);
});

test("what the launcher knows beside the cause is kept", () => {
  const detailed = { ...exit, exitCode: null, message: "node gone", platformReason: "NodeLost", hint: "Wait." };
  expect(toInfrastructureEnd(detailed, ["last"])).toEqual({
    cause: "exited",
    exitCode: null,
    message: `${begin}node gone.`,
    platformReason: "NodeLost",
    hint: "Wait.",
    logTail: ["last"],
  });
});

test.each([
  [64, /launcher/],
  [65, /storage/],
  [74, /The flow itself had ended.*write to the work pool's storage/],
])("what the runner says by exit code %s is the hint", (exitCode, hint) => {
  expect(toInfrastructureEnd({ ...exit, exitCode }, []).hint).toMatch(hint);
  expect(toInfrastructureEnd({ ...exit, exitCode, cause: "out-of-memory" }, []).hint).toBeUndefined();
});

test("an image without the runner is told apart, with the lines that add it", () => {
  const tail = ["Error: Cannot find module '/opt/prefect/runner.mjs'", "    at Module._resolveFilename"];
  const end = toInfrastructureEnd({ ...exit, exitCode: 1 }, tail);
  expect(end).toMatchObject({ cause: "runner-missing", logTail: tail });
  expect(end.hint).toMatch(/FROM node:.*\n.*COPY --from=prefecthq\/prefect-typescript-runner:/);
  expect(toInfrastructureEnd({ ...exit, exitCode: 1 }, ["Cannot find module 'zod'"]).cause).toBe("exited");
});
