import { beforeAll, expect, jest, test } from "@jest/globals";
import { flow, localProcess } from "../index.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

useTemporaryHome();
beforeAll(() => {
  process.env["PREFECT_LOGGING_LEVEL"] = "INFO";
});

const double = localProcess()(flow({ name: "double" }, async (value: number) => value * 2));
const lastLine = "Finished in state Completed()";

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
