import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { LauncherFact } from "./launcher-suite.ts";
import { throughJson } from "./launcher-trial.ts";
import { idles, prints } from "./trial-scripts.ts";

const concurrentLaunches = 5;

export const launcherLaunchFacts: readonly LauncherFact[] = [
  {
    name: "a launch gives a reference that says of which type it is, and by what its platform knows it",
    needs: [],
    async check(trial) {
      const reference = await trial.start(prints("started"));
      assert.notEqual(reference.type, "");
      assert.notEqual(reference.infrastructurePid, "");
      assert.deepEqual((await trial.watch(reference)).stdout, ["started"]);
    },
  },
  {
    name: "a second launch of the same run and attempt starts nothing, also in another process",
    needs: [],
    async check(trial) {
      const first = await trial.start(idles);
      assert.deepEqual(await trial.start(idles), first);
      const elsewhere = await (await trial.anotherLauncher()).launch(trial.request(idles));
      assert.deepEqual(throughJson(elsewhere), first);
      assert.equal((await trial.find()).length, 1);
    },
  },
  {
    name: "a launch of a run and attempt that has ended starts nothing",
    needs: [],
    async check(trial) {
      const first = await trial.start(prints("first"));
      await trial.watch(first);
      const again = throughJson(await (await trial.anotherLauncher()).launch(trial.request(prints("second"))));
      assert.deepEqual(again, first);
      assert.deepEqual((await trial.watch(again)).stdout, ["first"]);
      assert.equal((await trial.find()).length, 1);
    },
  },
  {
    name: "concurrent launches of the same run and attempt start one thing",
    needs: [],
    async check(trial) {
      const launchers = await Promise.all(
        Array.from({ length: concurrentLaunches }, (_, index) =>
          index % 2 === 0 ? trial.launcher : trial.anotherLauncher(),
        ),
      );
      const launching = Promise.all(launchers.map((launcher) => launcher.launch(trial.request(prints("started")))));
      const [first, ...others] = await trial.within(launching, "launching at once");
      for (const other of others) assert.deepEqual(other, first);
      assert.ok(first !== undefined);
      assert.deepEqual((await trial.watch(first)).stdout, ["started"]);
      assert.equal((await trial.find()).length, 1);
    },
  },
  {
    name: "a launch whose answer was lost starts one thing",
    needs: ["lost-response"],
    async check(trial) {
      await using losing = await lostBy(trial.subject.createLosingLauncher);
      const launching = losing.launcher.launch(trial.request(prints("started")));
      // Told again or not: whoever asks again gets what was started.
      await trial.within(
        launching.then(
          () => undefined,
          () => undefined,
        ),
        "launching with a lost answer",
      );
      assert.ok(losing.lostResponses() > 0, "the rig lost an answer");
      const reference = await trial.start(prints("started"));
      assert.deepEqual((await trial.watch(reference)).stdout, ["started"]);
      assert.equal((await trial.find()).length, 1);
    },
  },
  {
    name: "another attempt is another thing, and so is another run",
    needs: [],
    async check(trial) {
      const references = [
        await trial.start(prints("first attempt")),
        await trial.start(prints("second attempt"), { attempt: 2 }),
        await trial.start(prints("another run"), { flowRunId: randomUUID() }),
      ];
      const seen = await Promise.all(references.map((reference) => trial.watch(reference)));
      assert.deepEqual(
        seen.map(({ stdout }) => stdout),
        [["first attempt"], ["second attempt"], ["another run"]],
      );
      assert.equal((await trial.find()).length, 3);
    },
  },
  {
    name: "runs may have the same name, of any characters and length",
    needs: [],
    async check(trial) {
      for (const name of ["Émile's run #1 / 日本 \u{1f600}", "x".repeat(300), "-_."]) {
        for (const flowRunId of [randomUUID(), randomUUID()]) {
          const { stdout } = await trial.watch(await trial.start(prints("started"), { name, flowRunId }));
          assert.deepEqual(stdout, ["started"]);
        }
      }
    },
  },
  {
    name: "a launch with an aborted signal starts nothing, and throws its reason",
    needs: [],
    async check(trial) {
      const reason = new Error("no longer wanted");
      const request = trial.request(idles, { signal: AbortSignal.abort(reason) });
      await assert.rejects(trial.launcher.launch(request), (error) => error === reason);
      assert.deepEqual(await trial.find(), []);
    },
  },
  {
    name: "a platform that answers is reachable",
    needs: [],
    async check(trial) {
      await trial.within(trial.launcher.checkReachable?.() ?? Promise.resolve(), "asking whether it is reachable");
    },
  },
  {
    name: "a platform that does not answer is told of before and at a launch, not waited for",
    needs: ["unreachable"],
    async check(trial) {
      const unreachable = await trial.subject.createUnreachableLauncher?.();
      assert.ok(unreachable !== undefined);
      if (unreachable.checkReachable !== undefined) {
        await assert.rejects(trial.within(unreachable.checkReachable(), "asking whether it is reachable"), isNoHang);
      }
      await assert.rejects(trial.within(unreachable.launch(trial.request(idles)), "launching"), isNoHang);
    },
  },
];

function isNoHang(error: unknown): boolean {
  return error instanceof Error && !(error instanceof assert.AssertionError) && error.message !== "";
}

async function lostBy<T>(create: (() => Promise<T>) | undefined): Promise<T> {
  assert.ok(create !== undefined);
  return create();
}
