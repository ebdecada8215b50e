import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { requireSetting } from "../harness/required-setting.ts";

interface Surroundings {
  readonly greeting: string;
  readonly user: number;
  readonly hasShell: boolean;
  readonly hasRunner: boolean;
  readonly isRootWritable: boolean;
  readonly memoryLimit: number;
}

describe("a flow runs in", () => {
  let home: DockerHome;
  const lookAround = (options: object): Promise<Surroundings> => home.report("hello", [JSON.stringify(options)]);

  beforeAll(async () => {
    home = await createDockerHome();
  });
  afterAll(() => home.remove());

  test("an image that holds Node.js and nothing else: no runner, no shell, no root", async () => {
    expect(await lookAround({ image: requireSetting("PREFECT_TEST_IMAGE") })).toMatchObject({
      greeting: "Hello Marvin",
      user: 1000,
      hasShell: false,
      hasRunner: false,
      isRootWritable: true,
    });
  });

  test("the configured runner image where a work pool of Prefect names its Python one", async () => {
    const { exitCode, stdout, stderr } = await home.run("hello", [
      JSON.stringify({ image: "prefecthq/prefect:3-latest" }),
    ]);
    expect({ exitCode, output: `${stdout}${stderr}` }).toEqual({
      exitCode: 0,
      output: expect.stringContaining("The image prefecthq/prefect:3-latest runs Python"),
    });
  });

  test("a container whose root file system is read-only", async () => {
    expect(await lookAround({ containerCreateKwargs: { read_only: true, tmpfs: { "/tmp": "" } } })).toMatchObject({
      greeting: "Hello Marvin",
      isRootWritable: false,
    });
  });

  test.each([
    ["root", "0:0", 0],
    ["a user that the image does not know", "4321:4321", 4321],
  ])("a container of %s", async (_, user, expected) => {
    expect(await lookAround({ containerCreateKwargs: { user } })).toMatchObject({
      greeting: "Hello Marvin",
      user: expected,
    });
  });

  test("a container with the memory that was asked for", async () => {
    expect(await lookAround({ resources: { memory: "300Mi" } })).toMatchObject({ memoryLimit: 300 * 2 ** 20 });
  });

  test("a container whose create request was patched", async () => {
    const patch = [{ op: "add", path: "/User", value: "77" }];
    expect(await lookAround({ patch })).toMatchObject({ user: 77 });
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
