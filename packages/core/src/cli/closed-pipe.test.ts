import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "@jest/globals";

test("a command whose reader has gone ends without a word", async () => {
  const home = await mkdtemp(join(tmpdir(), "closed-pipe-"));
  try {
    const command = [join(import.meta.dirname, "main.ts"), "work-pool", "get-default-base-job-template"];
    const child = spawn(process.execPath, ["--no-warnings", ...command, "--type", "process"], {
      env: { ...process.env, PREFECT_HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    const [errors, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect({ errors, exitCode }).toEqual({ errors: "", exitCode: 0 });
  } finally {
    await rm(home, { recursive: true });
  }
});
