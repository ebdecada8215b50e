import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { LauncherFact } from "./launcher-suite.ts";
import { idles, prints } from "./trial-scripts.ts";

export const launcherCleanupFacts: readonly LauncherFact[] = [
  {
    name: "what is found by all its labels is everything, ended or not",
    needs: [],
    async check(trial) {
      const ended = await trial.start(prints("done"), { labels: { "prefect.io/trial-part": "a" } });
      await trial.watch(ended);
      const flowRunId = randomUUID();
      const running = await trial.start(idles, { flowRunId, labels: { "prefect.io/trial-part": "a" } });
      const other = await trial.anotherLauncher();
      const pids = async (labels: Record<string, string>): Promise<readonly string[]> =>
        (await trial.find(labels, other)).map(({ reference }) => reference.infrastructurePid).sort();
      const both = [ended.infrastructurePid, running.infrastructurePid].sort();
      assert.deepEqual(await pids({}), both);
      assert.deepEqual(await pids({ "prefect.io/trial-part": "a" }), both);
      assert.deepEqual(await pids({ "prefect.io/flow-run-id": flowRunId }), [running.infrastructurePid]);
      assert.deepEqual(await pids({ "prefect.io/flow-run-id": flowRunId, "prefect.io/trial-part": "b" }), []);
      assert.deepEqual(await pids({ "prefect.io/flow-run-id": randomUUID() }), []);
    },
  },
  {
    name: "what is found says of which run and attempt it is, when it may be removed, and whether it runs",
    needs: [],
    async check(trial) {
      const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);
      const reference = await trial.start(idles, { attempt: 2, expiresAt });
      await trial.watchUntil(reference, ({ kind }) => kind === "running");
      const known = { reference, flowRunId: trial.flowRunId, attempt: 2, expiresAt };
      const [running, ...others] = await trial.find();
      assert.deepEqual(others, []);
      assert.deepEqual({ ...running, ...known, isRunning: true }, running);
      await trial.launcher.kill(reference, { graceSeconds: 0 });
      const [ended] = await trial.find();
      assert.deepEqual({ ...ended, ...known, isRunning: false }, ended);
    },
  },
  {
    name: "what was found is watched, killed and removed like what was launched",
    needs: [],
    async check(trial) {
      await trial.start(prints("found"));
      const found = (await trial.find()).at(0)?.reference;
      assert.ok(found !== undefined);
      assert.deepEqual((await trial.watch(found)).stdout, ["found"]);
      await trial.launcher.kill(found, { graceSeconds: 0 });
      await trial.launcher.cleanup(found);
      assert.deepEqual(await trial.find(), []);
    },
  },
  {
    name: "clean-up leaves nothing, once or twice, by whoever",
    needs: [],
    async check(trial) {
      const reference = await trial.start(prints("done"), { secrets: { TRIAL_PASSWORD: "sesame" } });
      await trial.watch(reference);
      await trial.within(trial.launcher.cleanup(reference), "cleaning up");
      await trial.within(trial.launcher.cleanup(reference), "cleaning up again");
      await trial.within((await trial.anotherLauncher()).cleanup(reference), "cleaning up elsewhere");
      assert.deepEqual(await trial.find(), []);
      assert.deepEqual((await trial.subject.listLeftovers?.(trial.label)) ?? [], []);
    },
  },
  {
    name: "clean-ups beside each other are no error",
    needs: [],
    async check(trial) {
      const reference = await trial.start(prints("done"));
      await trial.watch(reference);
      const launchers = [trial.launcher, await trial.anotherLauncher(), trial.launcher];
      const cleaning = Promise.all(launchers.map((launcher) => launcher.cleanup(reference)));
      await trial.within(cleaning, "cleaning up at once");
      assert.deepEqual(await trial.find(), []);
    },
  },
  {
    name: "clean-up of one leaves the others",
    needs: [],
    async check(trial) {
      const reference = await trial.start(prints("done"));
      await trial.watch(reference);
      const other = await trial.start(prints("stays"), { attempt: 2 });
      await trial.launcher.cleanup(reference);
      assert.deepEqual((await trial.watch(other)).stdout, ["stays"]);
    },
  },
  {
    name: "what was cleaned up is lost to a watch, which ends",
    needs: [],
    async check(trial) {
      const reference = await trial.start(prints("done"));
      await trial.watch(reference);
      await trial.launcher.cleanup(reference);
      const { exit } = await trial.watch(reference, await trial.anotherLauncher());
      assert.equal(exit.cause, "lost", exit.message);
    },
  },
];
