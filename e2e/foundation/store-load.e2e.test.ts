import path from "node:path";
import { expect, test } from "@jest/globals";
import { runCommand } from "../harness/run-command.ts";

test("processes that write to one store at once lose no run", async () => {
  const program = path.join(import.meta.dirname, "store-load.ts");
  const load = ["--processes", "6", "--runs", "20"];
  const outcome = await runCommand([process.execPath, "--disable-warning=ExperimentalWarning", program, ...load], {
    cwd: import.meta.dirname,
    timeoutSeconds: 100,
  });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^120 of 120 runs, all terminal,/) });
});
