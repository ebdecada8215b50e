import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { pack } from "tar-stream";
import { archiveFiles } from "./archive-files.ts";
import { extractFiles } from "./extract-files.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "archive-"));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const paths = ["data/ü.csv", "run.sh"];

async function project(name: string): Promise<{ directory: string; paths: string[]; warnings: string[] }> {
  const directory = join(root, name);
  await mkdir(join(directory, "data"), { recursive: true });
  await writeFile(join(directory, "data/ü.csv"), "1,2");
  await writeFile(join(directory, "run.sh"), "#!/bin/sh\n");
  await chmod(join(directory, "run.sh"), 0o755);
  return { directory, paths, warnings: [] };
}

test("names, bytes and modes arrive", async () => {
  const { bytes } = await archiveFiles(await project("a"));
  const target = join(root, "target");
  await mkdir(target);
  await extractFiles(gunzipSync(bytes), target);
  expect(await readFile(join(target, "data/ü.csv"), "utf8")).toBe("1,2");
  expect((await stat(join(target, "run.sh"))).mode & 0o777).toBe(0o755);
});

test("the same files give the same archive in another directory and at another time", async () => {
  const [first, second] = [await project("a"), await project("b")];
  await utimes(join(second.directory, "run.sh"), 1, 1);
  const [one, two] = [await archiveFiles(first), await archiveFiles(second)];
  expect(two.key).toBe(one.key);
  expect(Buffer.compare(two.bytes, one.bytes)).toBe(0);
});

test("another mode gives another archive", async () => {
  const files = await project("a");
  const before = await archiveFiles(files);
  await chmod(join(files.directory, "run.sh"), 0o644);
  expect((await archiveFiles(files)).key).not.toBe(before.key);
});

test.each([
  ["../outside.txt", "file"],
  ["/tmp/outside.txt", "file"],
  ["link", "symlink"],
] as const)("an archive with %s is not unpacked at all", async (name, type) => {
  const archive = pack();
  archive.entry({ name: "inside.txt" }, "fine");
  archive.entry({ name, type, linkname: "/etc" }, type === "file" ? "bad" : "");
  archive.finalize();
  const target = join(root, "target");
  await mkdir(target);
  await expect(extractFiles(await buffer(archive), target)).rejects.toThrow(`'${name}' is no plain file inside`);
  await expect(stat(join(target, "inside.txt"))).rejects.toThrow("ENOENT");
});

test("a link that lies in the directory already does not lead a file out of it", async () => {
  const archive = pack();
  archive.entry({ name: "data/file.txt" }, "text");
  archive.finalize();
  const [target, elsewhere] = [join(root, "target"), join(root, "elsewhere")];
  await mkdir(target);
  await mkdir(elsewhere);
  await symlink(elsewhere, join(target, "data"));
  await expect(extractFiles(await buffer(archive), target)).rejects.toThrow("is no plain file inside");
  await expect(stat(join(elsewhere, "file.txt"))).rejects.toThrow("ENOENT");
});
