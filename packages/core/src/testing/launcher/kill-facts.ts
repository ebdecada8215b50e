import assert from "node:assert/strict";
import type { LauncherFact } from "./launcher-suite.ts";
import { isLine } from "./launcher-trial.ts";
import { endsWhenAsked, idles, neverListens, prints } from "./trial-scripts.ts";

export const launcherKillFacts: readonly LauncherFact[] = [
  {
    name: "a kill asks first, and lets the command end by itself within the grace",
    needs: ["graceful-kill", "live-output"],
    async check(trial) {
      const reference = await trial.start(endsWhenAsked);
      await trial.watchUntil(reference, isLine("up"));
      await trial.within(trial.launcher.kill(reference, { graceSeconds: 30 }), "killing");
      const { stdout, exit } = await trial.watch(reference);
      assert.deepEqual(stdout, ["up", "asked to end"]);
      assert.equal(exit.exitCode, 5);
    },
  },
  {
    name: "a kill ends by force what does not listen, once the grace is over",
    needs: ["live-output"],
    async check(trial) {
      const reference = await trial.start(neverListens);
      await trial.watchUntil(reference, isLine("up"));
      await trial.within(trial.launcher.kill(reference, { graceSeconds: 1 }), "killing");
      const { exit } = await trial.watch(reference);
      assert.ok(exit.cause === "signal" || exit.cause === "lost", `${exit.cause}: ${exit.message}`);
    },
  },
  {
    name: "a kill ends what is watched, also when another process asks for it",
    needs: [],
    async check(trial) {
      const reference = await trial.start(idles);
      const watching = trial.watch(reference);
      await trial.watchUntil(reference, ({ kind }) => kind === "running");
      await trial.within((await trial.anotherLauncher()).kill(reference, { graceSeconds: 0 }), "killing");
      const { exit } = await watching;
      assert.notEqual(exit.exitCode, 0);
    },
  },
  {
    name: "kills beside and after each other are no error",
    needs: [],
    async check(trial) {
      const reference = await trial.start(idles);
      await trial.watchUntil(reference, ({ kind }) => kind === "running");
      const other = await trial.anotherLauncher();
      const killers = [trial.launcher, other, trial.launcher];
      const killing = Promise.all(killers.map((launcher) => launcher.kill(reference, { graceSeconds: 0 })));
      await trial.within(killing, "killing at once");
      await trial.within(other.kill(reference, { graceSeconds: 30 }), "killing what was killed");
    },
  },
  {
    name: "a kill right after the launch ends what was launched",
    needs: [],
    async check(trial) {
      const reference = await trial.start(idles);
      await trial.within(trial.launcher.kill(reference, { graceSeconds: 0 }), "killing");
      const { exit } = await trial.watch(reference);
      assert.notEqual(exit.exitCode, 0);
    },
  },
  {
    name: "a kill of what has ended is no error, and its exit stays what it was",
    needs: [],
    async check(trial) {
      const reference = await trial.start(`${prints("done")} process.exitCode = 3;`);
      await trial.watch(reference);
      await trial.within(trial.launcher.kill(reference, { graceSeconds: 30 }), "killing what has ended");
      const { exit, stdout } = await trial.watch(reference);
      assert.equal(exit.exitCode, 3);
      assert.deepEqual(stdout, ["done"]);
    },
  },
  {
    name: "a kill of what is gone is no error",
    needs: [],
    async check(trial) {
      const reference = await trial.start(prints("done"));
      await trial.watch(reference);
      await trial.launcher.cleanup(reference);
      await trial.within(trial.launcher.kill(reference, { graceSeconds: 30 }), "killing what is gone");
    },
  },
];
