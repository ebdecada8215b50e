import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runDocker } from "../harness/docker-command.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { type DockerRegistry, registryLogin, startRegistry } from "../harness/docker-registry.ts";
import { requireSetting } from "../harness/required-setting.ts";
import type { Failure } from "./flows/report.ts";

/** Images that differ in nothing but what `IMAGE_VARIANT` says. */
const variants = { old: "prefect-test/variant:old", new: "prefect-test/variant:new" } as const;
type Variant = keyof typeof variants;

async function makeVariants(): Promise<void> {
  const container = (await runDocker("create", requireSetting("PREFECT_TEST_IMAGE"), "node")).trim();
  for (const [variant, image] of Object.entries(variants)) {
    await runDocker("commit", "--change", `ENV IMAGE_VARIANT=${variant}`, container, image);
  }
  await runDocker("rm", container);
}

describe("an image in a registry", () => {
  let home: DockerHome;
  let registry: DockerRegistry;

  beforeAll(async () => {
    home = await createDockerHome();
    registry = await startRegistry();
    await makeVariants();
  });
  afterAll(async () => {
    await registry.stop();
    await home.remove();
  });

  /** An image of which the engine, the registry, or both have a variant. */
  async function place(name: string, { local, remote }: { local: Variant | null; remote: Variant | null }) {
    const image = `${registry.address}/${name}`;
    if (remote !== null) {
      await runDocker("tag", variants[remote], image);
      await runDocker("push", "--quiet", image);
      await runDocker("rmi", image);
    }
    if (local !== null) await runDocker("tag", variants[local], image);
    return image;
  }
  const run = (options: object): Promise<Failure & { variant: Variant }> =>
    home.report("hello", [JSON.stringify(options)]);

  test.each([
    { policy: "Always", local: "old", remote: "new", started: "new" },
    { policy: "Always", local: null, remote: "new", started: "new" },
    { policy: "IfNotPresent", local: "old", remote: "new", started: "old" },
    { policy: "IfNotPresent", local: null, remote: "new", started: "new" },
    { policy: "IfPossible", local: "old", remote: "new", started: "new" },
    { policy: "IfPossible", local: "old", remote: null, started: "old" },
    { policy: "Never", local: "old", remote: "new", started: "old" },
  ] as const)("$policy, here $local and there $remote: $started is started", async ({ policy, started, ...places }) => {
    const image = await place(`${policy}-${places.local}-${places.remote}:1`.toLowerCase(), places);
    expect(await run({ image, imagePullPolicy: policy })).toMatchObject({ variant: started });
  });

  test.each([
    { policy: "Always", local: "old", remote: null },
    { policy: "IfNotPresent", local: null, remote: null },
    { policy: "IfPossible", local: null, remote: null },
    { policy: "Never", local: null, remote: "new" },
  ] as const)("$policy, here $local and there $remote: the call fails", async ({ policy, ...places }) => {
    const image = await place(`${policy}-${places.local}-${places.remote}:1`.toLowerCase(), places);
    expect(await run({ image, imagePullPolicy: policy })).toMatchObject({
      name: "ImagePullError",
      message: expect.stringContaining(image),
    });
  });

  test.each([
    [":1", "old"],
    [":latest", "new"],
    ["", "new"],
  ] as const)("without a policy, tagged '%s': %s is started", async (tag, started) => {
    const image = await place(`no-policy${tag === "" ? "-no-tag" : ""}${tag}`, { local: "old", remote: "new" });
    expect(await run({ image })).toMatchObject({ variant: started });
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});

describe("an image in a private registry", () => {
  let home: DockerHome;
  let registry: DockerRegistry;
  let image: string;
  let configuration: string;

  beforeAll(async () => {
    registry = await startRegistry({ isPrivate: true });
    home = await createDockerHome({ DOCKER_CONFIG: "/nowhere" });
    image = `${registry.address}/private:1`;
    const auth = Buffer.from(`${registryLogin.username}:${registryLogin.password}`).toString("base64");
    configuration = path.join(home.directory, "docker-config");
    await mkdir(configuration);
    await writeFile(
      path.join(configuration, "config.json"),
      JSON.stringify({ auths: { [registry.address]: { auth } } }),
    );
    await runDocker("tag", requireSetting("PREFECT_TEST_IMAGE"), image);
    await runDocker("--config", configuration, "push", "--quiet", image);
    await runDocker("rmi", image);
    const address = `http://${registry.address}`;
    for (const [name, password] of [
      ["right", registryLogin.password],
      ["wrong", "close sesame"],
    ] as const) {
      const saved = await home.run("save-registry-block", [name, address, registryLogin.username, password]);
      expect(saved).toMatchObject({ exitCode: 0, stderr: "" });
    }
  });
  afterAll(async () => {
    await registry.stop();
    await home.remove();
  });

  const run = (options: object, env: Record<string, string> = {}) =>
    home.run("hello", [JSON.stringify({ image, imagePullPolicy: "Always", ...options })], { env });
  const block = (name: string) => ({ registryCredentials: `{{ prefect.blocks.docker-registry-credentials.${name} }}` });

  test("is started with the login of a block, which nobody gets to see", async () => {
    const { stdout, stderr } = await run(block("right"));
    expect(`${stdout}${stderr}`).toContain("Hello Marvin");
    const told = await home.prefect("flow-run", "ls", "--output", "json");
    expect(`${stdout}${stderr}${told}`).not.toContain(registryLogin.password);
  });

  test("is started with the login of Docker's own configuration", async () => {
    expect((await run({}, { DOCKER_CONFIG: configuration })).stdout).toContain("Hello Marvin");
  });

  test.each([
    ["a wrong password", block("wrong")],
    ["no login", {}],
  ])("is not started with %s, and the registry's refusal is told", async (_, options) => {
    const { stdout, stderr } = await run(options);
    expect(`${stdout}${stderr}`).toContain("ImagePullError");
    expect(`${stdout}${stderr}`).toMatch(/unauthorized|no basic auth/i);
    expect(`${stdout}${stderr}`).not.toContain("close sesame");
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
