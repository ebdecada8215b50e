import assert from "node:assert/strict";
import type { DeliveredFile } from "../../contracts/launcher.ts";
import type { LauncherFact } from "./launcher-suite.ts";

const oddValues: Readonly<Record<string, string>> = {
  TRIAL_EMPTY: "",
  TRIAL_BLANKS: "  at both ends  ",
  TRIAL_QUOTES: "' \" ` \\ \\\\ '\"'\"'",
  TRIAL_SHELL: "$HOME ${HOME} $(HOME) $$ %HOME% ; & | > * ? ~ !",
  TRIAL_TEMPLATE: '{{ name }} {"a": [1, "b"]} <%= 1 %>',
  TRIAL_LINES: "one\ntwo\n\tthree\n",
  TRIAL_EQUALS: "a=b=c",
  TRIAL_UNICODE: "Grüße, мир, 日本語, \u{1f600}",
  TRIAL_LONG: "x".repeat(10_000),
};

const oddArguments = [...Object.values(oddValues).slice(0, -1), "--flag=value", "-x", "--", "NAME=value"];

export const launcherDeliveryFacts: readonly LauncherFact[] = [
  {
    name: "environment variables arrive exactly as they are",
    needs: [],
    async check(trial) {
      const script = `
        const named = Object.entries(process.env).filter(([name]) => name.startsWith("TRIAL_"));
        console.log(JSON.stringify(Object.fromEntries(named)));`;
      const { stdout } = await trial.watch(await trial.start(script, { env: oddValues }));
      assert.deepEqual(JSON.parse(stdout.join("\n")), oddValues);
    },
  },
  {
    name: "arguments arrive exactly as they are",
    needs: [],
    async check(trial) {
      const request = trial.request("console.log(JSON.stringify(process.argv.slice(1)))", {}, oddArguments);
      const { stdout } = await trial.watch(await trial.launcher.launch(request));
      assert.deepEqual(JSON.parse(stdout.join("\n")), oddArguments);
    },
  },
  {
    name: "100 KB of arguments arrive",
    needs: ["large-arguments"],
    async check(trial) {
      const large = ["ä".repeat(25_000), "b".repeat(50_000)];
      const script = "console.log(process.argv.slice(1).map((text) => text[0] + text.length).join())";
      const { stdout } = await trial.watch(await trial.launcher.launch(trial.request(script, {}, large)));
      assert.deepEqual(stdout, ["ä25000,b50000"]);
    },
  },
  {
    name: "secrets come in a file that only the command's user can read, and are nowhere in its environment",
    needs: ["secrets-file"],
    async check(trial) {
      const secrets = { TRIAL_PASSWORD: "open \"sesame\"\n$HOME 'ü'", TRIAL_TOKEN: "t0ken-of-the-trial" };
      const script = `
        const { readFileSync, statSync } = require("node:fs");
        const file = process.env.PREFECT__RUNNER_SECRETS_FILE;
        const values = JSON.parse(readFileSync(file, "utf8"));
        const { mode, uid } = statSync(file);
        const leaked = Object.values(process.env).concat(process.argv)
          .some((text) => Object.values(values).some((secret) => text.includes(secret)));
        console.log(JSON.stringify({ values, isOthers: (mode & 0o077) !== 0, isOwn: uid === process.getuid(), leaked }));`;
      const { stdout } = await trial.watch(await trial.start(script, { secrets }));
      const expected = { values: secrets, isOthers: false, isOwn: true, leaked: false };
      assert.deepEqual(JSON.parse(stdout.join("\n")), expected);
    },
  },
  {
    name: "files are there before the command starts, and what it leaves is collected after its end",
    needs: ["file-delivery"],
    async check(trial) {
      const directory = trial.subject.deliveryDirectory ?? "";
      const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => Math.imul(index, 31) >> 3));
      const files = [
        toFile(`${directory}/given/nested/bytes with a space`, bytes),
        toFile(`${directory}/given/empty`, Buffer.alloc(0)),
      ];
      const script = `
        const { copyFileSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
        const directory = ${JSON.stringify(directory)};
        mkdirSync(directory + "/given/left/nested", { recursive: true });
        copyFileSync(directory + "/given/nested/bytes with a space", directory + "/given/left/nested/ü");
        writeFileSync(directory + "/given/left/empty", readFileSync(directory + "/given/empty"));`;
      const reference = await trial.start(script, { files });
      const { exit, stderr } = await trial.watch(reference);
      assert.equal(exit.exitCode, 0, stderr.join("\n"));
      const launcher = await trial.anotherLauncher();
      const collected = new Map<string, Buffer>();
      for await (const file of launcher.collect?.(reference, `${directory}/given/left`) ?? []) {
        collected.set(file.path, await readAll(file));
      }
      assert.deepEqual([...collected.keys()].sort(), [
        `${directory}/given/left/empty`,
        `${directory}/given/left/nested/ü`,
      ]);
      assert.ok(collected.get(`${directory}/given/left/nested/ü`)?.equals(bytes), "the bytes are the same");
      assert.equal(collected.get(`${directory}/given/left/empty`)?.length, 0);
      for await (const file of launcher.collect?.(reference, `${directory}/given/never-made`) ?? []) {
        assert.fail(`a directory that is not there has ${file.path}`);
      }
    },
  },
];

function toFile(path: string, bytes: Buffer): DeliveredFile {
  return {
    path,
    bytes: bytes.length,
    async *content() {
      yield bytes;
    },
  };
}

async function readAll(file: DeliveredFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.content()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  assert.equal(file.bytes, bytes.length, "a collected file has the size that it is said to have");
  return bytes;
}
