import assert from "node:assert/strict";
import type { InfrastructureEvent } from "../../contracts/launcher.ts";
import type { LauncherFact } from "./launcher-suite.ts";
import { isLine, type SeenRun } from "./launcher-trial.ts";
import { endsWhenAsked, idles, prints, saysUp } from "./trial-scripts.ts";

const isRunning = (event: InfrastructureEvent): boolean => event.kind === "running";

export const launcherWatchFacts: readonly LauncherFact[] = [
  {
    name: "a watch tells of the start, the output and the exit, in this order",
    needs: [],
    async check(trial) {
      const { events, exit } = await trial.watch(await trial.start(prints("one", "two")));
      const ranks = events.map(({ kind }) => ["starting", "running", "output", "exited"].indexOf(kind));
      assert.deepEqual(ranks, [...ranks].sort(), JSON.stringify(events));
      const running = events.find(isRunning);
      assert.ok(running !== undefined, "that it runs is told");
      for (const { timestamp } of events) assert.ok(!Number.isNaN(timestamp.getTime()));
      assert.ok(exit.timestamp >= running.timestamp, "it ended after it had started");
      assert.notEqual(exit.message, "", "an exit has words of the platform");
    },
  },
  {
    name: "a watch in another process, after the end, tells the same from the start",
    needs: [],
    async check(trial) {
      const reference = await trial.start(`${prints("one", "two")} process.exitCode = 4;`);
      const seen = await trial.watch(reference);
      assert.deepEqual(toStory(await trial.watch(reference, await trial.anotherLauncher())), toStory(seen));
    },
  },
  {
    name: "watches beside each other, from the start and from the middle, tell the same",
    needs: ["live-output", "graceful-kill"],
    async check(trial) {
      const reference = await trial.start(endsWhenAsked);
      const early = trial.watch(reference);
      await trial.watchUntil(reference, isLine("up"));
      const late = trial.watch(reference, await trial.anotherLauncher());
      await trial.launcher.kill(reference, { graceSeconds: 30 });
      const [first, second] = await Promise.all([early, late]);
      assert.deepEqual(first.stdout, ["up", "asked to end"]);
      assert.deepEqual(toStory(second), toStory(first));
    },
  },
  {
    name: "an aborted watch ends with the signal's reason, and what it watched goes on",
    needs: [],
    async check(trial) {
      const reference = await trial.start(saysUp);
      await trial.watchUntil(reference, isRunning);
      const controller = new AbortController();
      const reason = new Error("no longer wanted");
      const watching = (async () => {
        for await (const event of trial.launcher.watch(reference, { signal: controller.signal })) {
          if (isRunning(event)) setImmediate(() => controller.abort(reason));
        }
      })();
      await assert.rejects(trial.within(watching, "ending an aborted watch"), (error) => error === reason);
      const again = (async () => {
        for await (const _ of trial.launcher.watch(reference, { signal: AbortSignal.abort(reason) })) break;
      })();
      await assert.rejects(trial.within(again, "ending a watch that was aborted before"), (error) => error === reason);
      await trial.watchUntil(reference, isRunning);
      assert.equal((await trial.find()).length, 1);
    },
  },
  {
    name: "a watch that is left early leaves the thing as it is",
    needs: [],
    async check(trial) {
      const reference = await trial.start(`${prints("one", "two")} setTimeout(() => undefined, 500);`);
      await trial.watchUntil(reference, isRunning);
      await trial.watchUntil(reference, isRunning);
      assert.deepEqual((await trial.watch(reference)).stdout, ["one", "two"]);
    },
  },
  {
    name: "what was removed by hand while it was watched is told as ended by force or lost, and the watch ends",
    needs: ["removal"],
    async check(trial) {
      const reference = await trial.start(idles);
      const watching = trial.watch(reference);
      await trial.watchUntil(reference, isRunning);
      await trial.subject.removeByHand?.(reference);
      const { exit } = await watching;
      // A platform that ends it before it removes it may be quick enough to tell how.
      assert.ok(exit.cause === "lost" || exit.cause === "signal", `${exit.cause}: ${exit.message}`);
    },
  },
  {
    name: "what was removed by hand before it was watched is lost, and the watch ends",
    needs: ["removal"],
    async check(trial) {
      const reference = await trial.start(idles);
      await trial.watchUntil(reference, isRunning);
      await trial.subject.removeByHand?.(reference);
      const { exit } = await trial.watch(reference, await trial.anotherLauncher());
      assert.equal(exit.cause, "lost", exit.message);
    },
  },
];

/** What two watches of the same thing have in common: streams may take turns in another order. */
function toStory({ stdout, stderr, exit }: SeenRun): object {
  const { exitCode, cause, message } = exit;
  return { stdout, stderr, exitCode, cause, message };
}
