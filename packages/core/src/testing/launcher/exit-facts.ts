import assert from "node:assert/strict";
import type { LauncherFact } from "./launcher-suite.ts";
import { idles, prints } from "./trial-scripts.ts";

export const launcherExitFacts: readonly LauncherFact[] = [
  {
    name: "a command's exit code is that of its exit",
    needs: [],
    async check(trial) {
      for (const [index, exitCode] of [0, 1, 3, 77].entries()) {
        const reference = await trial.start(`process.exitCode = ${exitCode};`, { attempt: index + 1 });
        const { exit } = await trial.watch(reference);
        assert.deepEqual({ exitCode: exit.exitCode, cause: exit.cause }, { exitCode, cause: "exited" });
      }
    },
  },
  {
    name: "a command that a signal ended is told as such",
    needs: [],
    async check(trial) {
      const reference = await trial.start(`${prints("before")} process.abort();`);
      const { exit, stdout } = await trial.watch(reference);
      assert.equal(exit.cause, "signal", exit.message);
      // SIGABRT, which the kernel turns into SIGSEGV for the first process of a container.
      assert.ok(exit.exitCode === 134 || exit.exitCode === 139, `exit code ${exit.exitCode}`);
      // Node.js tells of it on its standard error, which not every platform keeps apart, nor in order.
      assert.ok(stdout.includes("before"), stdout.join("\n"));
    },
  },
  {
    name: "a command whose memory ran out is told as such",
    needs: ["memory-limit"],
    async check(trial) {
      const script = "const kept = []; for (;;) kept.push(Buffer.alloc(8 * 2 ** 20, 1));";
      const { exit } = await trial.watch(await trial.start(script, { wants: { memoryMegabytes: 128 } }));
      assert.equal(exit.cause, "out-of-memory", exit.message);
    },
  },
  {
    name: "a command that is not there is told as such, at its launch or as its exit",
    needs: ["missing-command"],
    async check(trial) {
      const request = trial.request("", { command: ["no-such-program-anywhere", "execute"] });
      assert.equal(await trial.causeOf(request), "command-not-found");
    },
  },
  {
    name: "an image that is not there is told as such, at its launch or as its exit",
    needs: ["images"],
    async check(trial) {
      assert.equal(await trial.causeOf(trial.request(idles, { wants: { missingImage: true } })), "image-pull");
    },
  },
  {
    name: "what runs past its deadline is ended by the platform, and told as such",
    needs: ["deadline"],
    async check(trial) {
      const { exit } = await trial.watch(await trial.start(idles, { wants: { deadlineSeconds: 1 } }));
      assert.equal(exit.cause, "deadline", exit.message);
    },
  },
];
