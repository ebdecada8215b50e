import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createDirectoryStorage } from "./directory-storage.ts";
import { partialPrefix } from "./storage-key.ts";

const storageModule = new URL("directory-storage.ts", import.meta.url).href;
const started: ChildProcess[] = [];
let basepath: string;

beforeEach(async () => {
  basepath = await mkdtemp(join(tmpdir(), "prefect-storage-"));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await rm(basepath, { recursive: true, force: true });
});

function startProcess(script: string) {
  const source = `
    import { createDirectoryStorage } from ${JSON.stringify(storageModule)};
    const storage = createDirectoryStorage({ basepath: ${JSON.stringify(basepath)} });
    ${script}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  started.push(child);
  return child;
}

test("of writers in several processes exactly one creates each object", async () => {
  const children = Array.from({ length: 4 }, () =>
    startProcess(`
      let wins = 0;
      process.stdin.once("data", async () => {
        for (let key = 0; key < 25; key++) {
          const body = Buffer.from(String(process.pid));
          if ((await storage.write("outcome/" + key, body, { onlyIfAbsent: true })).created) wins++;
        }
        console.log(wins);
        process.stdin.destroy();
      });
      console.log("ready");`),
  );
  const lines = children.map((child) => createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  await Promise.all(lines.map((line) => line.next()));
  for (const child of children) child.stdin.end("go");
  const wins = await Promise.all(lines.map(async (line) => Number((await line.next()).value)));
  expect(wins.reduce((sum, count) => sum + count, 0)).toBe(25);
});

test("a writer that is killed in the middle leaves nothing that a reader or a listing sees", async () => {
  const child = startProcess(`
    async function* endless() {
      for (let chunk = 0; ; chunk++) {
        yield Buffer.alloc(65536);
        if (chunk === 10) console.log("writing");
      }
    }
    await storage.write("runs/1/result", endless());`);
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const storage = createDirectoryStorage({ basepath });
  expect(await storage.exists("runs/1/result")).toBe(false);
  for await (const { key } of storage.list("")) expect(key).toBeUndefined();
});

test("a deletion takes the directories that it empties along, up to the storage's own", async () => {
  const storage = createDirectoryStorage({ basepath });
  await storage.write("runs/1/1/input", Buffer.from("x"));
  await storage.write("runs/2/1/input", Buffer.from("x"));
  await storage.delete("runs/1/1/input");
  expect(await readdir(join(basepath, "runs"))).toEqual(["2"]);
  await storage.delete("runs/2/1/input");
  expect(await readdir(basepath)).toEqual([]);
});

test("what the file system refuses names the storage, the operation, the key and the mend", async () => {
  const storage = createDirectoryStorage({ basepath });
  await storage.write("outcome", Buffer.from("x"));
  const refused = storage.write("outcome/below", Buffer.from("x"));
  await expect(refused).rejects.toMatchObject({
    name: "StorageOperationError",
    operation: "write",
    key: "outcome/below",
    storage: `directory ${basepath}`,
    message: expect.stringContaining("choose keys that do not lie below one another"),
  });
});

test("files that a writer left unfinished are removed once they are old, and nothing else is", async () => {
  const storage = createDirectoryStorage({ basepath });
  await storage.write("runs/a/input", new Uint8Array(1));
  const partial = join(basepath, "runs", "a", `${partialPrefix}killed`);
  await writeFile(partial, "half");
  expect(await storage.removeUnfinishedWrites?.(new Date(Date.now() - 60_000))).toBe(0);
  expect(await storage.removeUnfinishedWrites?.(new Date(Date.now() + 60_000))).toBe(1);
  expect(await storage.exists("runs/a/input")).toBe(true);
  expect(await readdir(join(basepath, "runs", "a"))).toEqual(["input"]);
});
