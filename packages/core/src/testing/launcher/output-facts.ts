import assert from "node:assert/strict";
import type { LauncherFact } from "./launcher-suite.ts";
import { isLine } from "./launcher-trial.ts";
import { endsWhenAsked, prints } from "./trial-scripts.ts";

const oddLines = [
  "",
  "  indented, and with blanks at its end  ",
  "Grüße, мир, 日本語, \u{1f600}\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  'quotes \' " ` and \\ and $HOME and %d and {"json": [1]}',
  "\ttab\tand \u001b[31mcolour\u001b[0m",
  "2026-11-24T00:00:00.000000000Z looks like a timestamp",
];

export const launcherOutputFacts: readonly LauncherFact[] = [
  {
    name: "lines are told exactly as they were printed",
    needs: [],
    async check(trial) {
      const { stdout } = await trial.watch(await trial.start(prints(...oddLines, "last")));
      assert.deepEqual(stdout, [...oddLines, "last"]);
    },
  },
  {
    name: "a last line without an end is told",
    needs: [],
    async check(trial) {
      const { stdout } = await trial.watch(await trial.start('process.stdout.write("one\\ntwo without an end: ü")'));
      assert.deepEqual(stdout, ["one", "two without an end: ü"]);
    },
  },
  {
    name: "what prints nothing has no lines",
    needs: [],
    async check(trial) {
      const { stdout, stderr, exit } = await trial.watch(await trial.start("process.exitCode = 0;"));
      assert.deepEqual({ stdout, stderr, exitCode: exit.exitCode }, { stdout: [], stderr: [], exitCode: 0 });
    },
  },
  {
    name: "many lines come all, in their order",
    needs: [],
    async check(trial) {
      const lines = Array.from({ length: 5000 }, (_, index) => `line ${index} ${"x".repeat(index % 80)}`);
      const script = `
        const lines = Array.from({ length: 5000 }, (_, index) => "line " + index + " " + "x".repeat(index % 80));
        process.stdout.write(lines.join("\\n") + "\\n");`;
      assert.deepEqual((await trial.watch(await trial.start(script))).stdout, lines);
    },
  },
  {
    name: "a line of 200 KB is one line",
    needs: ["long-lines"],
    async check(trial) {
      const script = 'process.stdout.write("ü".repeat(100_000) + "\\nafter it\\n");';
      const { stdout } = await trial.watch(await trial.start(script));
      assert.deepEqual(
        stdout.map((line) => line.length),
        [100_000, 8],
      );
      assert.equal(stdout[0], "ü".repeat(100_000));
    },
  },
  {
    name: "both streams are told apart, each in its order",
    needs: ["separate-streams"],
    async check(trial) {
      const script = `
        for (let at = 0; at < 50; at += 1) { console.log("out " + at); console.error("error " + at); }`;
      const { stdout, stderr } = await trial.watch(await trial.start(script));
      assert.deepEqual(
        stdout,
        Array.from({ length: 50 }, (_, at) => `out ${at}`),
      );
      assert.deepEqual(
        stderr,
        Array.from({ length: 50 }, (_, at) => `error ${at}`),
      );
    },
  },
  {
    name: "nothing of both streams is missing, whichever each line is told as",
    needs: [],
    async check(trial) {
      const script = `for (let at = 0; at < 50; at += 1) { console.log("out " + at); console.error("error " + at); }`;
      const { stdout, stderr } = await trial.watch(await trial.start(script));
      const expected = Array.from({ length: 50 }, (_, at) => [`out ${at}`, `error ${at}`]).flat();
      assert.deepEqual([...stdout, ...stderr].sort(), expected.sort());
    },
  },
  {
    name: "lines are told while the command still runs",
    needs: ["live-output"],
    async check(trial) {
      const reference = await trial.start(endsWhenAsked);
      await trial.watchUntil(reference, isLine("up"));
      assert.equal((await trial.find()).length, 1);
    },
  },
];
