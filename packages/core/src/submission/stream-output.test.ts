import { beforeAll, expect, jest, test } from "@jest/globals";
import type { JsonObject } from "../contracts/json.ts";
import { flow, localProcess } from "../index.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { scriptedInfrastructure } from "./fixtures/scripted-infrastructure.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

useTemporaryHome();
beforeAll(() => {
  process.env["PREFECT_LOGGING_LEVEL"] = "INFO";
});

const double = localProcess()(flow({ name: "double" }, async (value: number) => value * 2));
const hides = { stream_output: false };
const at = (value: JsonObject, key: string): JsonObject => value[key] as JsonObject;
const variableOf = (template: JsonObject): JsonObject =>
  at(at(at(template, "variables"), "properties"), "stream_output");
const lastLine = "Finished in state Completed()";

test.each<[string, (template: JsonObject) => void]>([
  ["for good, which no variable changes", (template) => Object.assign(at(template, "job_configuration"), hides)],
  ["by its variable's default", (template) => Object.assign(variableOf(template), { default: false })],
])("a type whose own template says `false` %s, shows it all the same", async (_how, change) => {
  const template = structuredClone(processInfrastructure.baseJobTemplate);
  change(template as unknown as JsonObject);
  const { bind } = scriptedInfrastructure({}, { baseJobTemplate: template });
  const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    await bind()(flow(async () => 1))();
    expect(written.mock.calls.map(([chunk]) => String(chunk)).join("")).toContain(lastLine);
  } finally {
    written.mockRestore();
  }
});

test.each([
  [true, expect.stringContaining(lastLine)],
  [false, expect.not.stringContaining(lastLine)],
])("with streamOutput %s, what a run logs is shown here or not, and kept in any case", async (streamOutput, shown) => {
  const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const future = await double.withOptions({ infrastructure: { streamOutput } }).submit(3);
    await future.wait();
    const kept = await Array.fromAsync(future.logs(), ({ message }) => message);
    expect(kept.at(-1)).toBe(lastLine);
    expect(written.mock.calls.map(([chunk]) => String(chunk)).join("")).toEqual(shown);
  } finally {
    written.mockRestore();
  }
});
