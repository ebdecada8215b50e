import path from "node:path";
import { expect, test } from "@jest/globals";
import { runCommand } from "../harness/run-command.ts";
import { loadScale } from "../harness/scale.ts";

/** At full scale a million; a fifth of the scale is a hundredth of the work, so that CI takes seconds. */
const count = Math.max(1000, Math.round(1_000_000 * loadScale() ** 3));

test("generated values come back equal, and altered payloads execute nothing and change no prototype", async () => {
  const program = path.join(import.meta.dirname, "check-values.ts");
  const flags = ["--disallow-code-generation-from-strings", "--disable-warning=ExperimentalWarning"];
  const counts = ["--values", String(count), "--payloads", String(count)];
  const outcome = await runCommand([process.execPath, ...flags, program, ...counts], {
    cwd: import.meta.dirname,
    timeoutSeconds: 3600,
  });
  expect(outcome).toMatchObject({ exitCode: 0 });
  expect(outcome.stdout).toContain(`${count} of ${count} values came back equal`);
  expect(outcome.stdout).toContain(`${count} of ${count} payloads were refused`);
}, 3_700_000);
