import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";

describe("a directory that is mounted", () => {
  let home: DockerHome;
  let shared: string;
  const submitter = `${process.getuid?.()}:${process.getgid?.()}`;
  const read = (...args: readonly string[]) => home.report("mounted", [shared, ...args]);

  beforeAll(async () => {
    home = await createDockerHome();
    shared = path.join(home.directory, "shared");
    await mkdir(shared);
    await chmod(home.directory, 0o755);
    await chmod(shared, 0o777);
    await writeFile(path.join(shared, "given"), "from outside");
  });
  afterAll(() => home.remove());

  test("can be written", async () => {
    expect(await read("rw", "")).toEqual({ text: "from outside", written: null });
    expect(await readdir(shared)).toContain("taken");
  });

  test("cannot be written where it is mounted read-only", async () => {
    expect(await read("ro", "")).toEqual({ text: "from outside", written: "EROFS" });
  });

  test("can be the storage of a pool, from which the container fetches its bundle itself", async () => {
    await home.prefect("work-pool", "create", "olympic", "--type", "docker");
    await home.prefect("work-pool", "storage", "configure", "local", "olympic", "--basepath", shared);
    expect(await read("rw", submitter, "olympic")).toEqual({ text: "from outside", written: null });
    expect(await readdir(shared)).toEqual(expect.arrayContaining(["code", "engine", "runs"]));
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
