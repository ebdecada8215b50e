import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { resolveEngineEndpoint, toBaseUrl } from "./engine-endpoint.ts";

describe("the engine", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "docker-config-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const resolve = (environment: NodeJS.ProcessEnv) =>
    resolveEngineEndpoint({ DOCKER_CONFIG: directory, ...environment });

  async function writeContext(name: string, docker: object): Promise<string> {
    const id = createHash("sha256").update(name).digest("hex");
    await mkdir(join(directory, "contexts", "meta", id), { recursive: true });
    await writeFile(
      join(directory, "contexts", "meta", id, "meta.json"),
      JSON.stringify({ Name: name, Endpoints: { docker } }),
    );
    return join(directory, "contexts", "tls", id, "docker");
  }

  test("is the one of DOCKER_HOST, whatever context there is", async () => {
    await writeContext("away", { Host: "tcp://away:2375" });
    expect(await resolve({ DOCKER_HOST: "tcp://here:2375", DOCKER_CONTEXT: "away" })).toEqual({
      host: "tcp://here:2375",
      tls: null,
    });
  });

  test("is known by the certificates of DOCKER_CERT_PATH", async () => {
    await writeFile(join(directory, "ca.pem"), "authority");
    const environment = { DOCKER_HOST: "tcp://here:2376", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: directory };
    expect((await resolve(environment)).tls).toEqual({ ca: "authority", isVerified: true });
  });

  test("is not trusted without the certificates to know it by", async () => {
    await expect(resolve({ DOCKER_HOST: "tcp://here:2376", DOCKER_TLS_VERIFY: "1" })).rejects.toMatchObject({
      name: "EngineConfigurationError",
      message: expect.stringContaining("there is no ca.pem"),
    });
  });

  test("is the current context's, with its certificates, unless DOCKER_CONTEXT names another", async () => {
    await writeFile(join(directory, "config.json"), JSON.stringify({ currentContext: "away" }));
    const tls = await writeContext("away", { Host: "tcp://away:2376", SkipTLSVerify: false });
    await mkdir(tls, { recursive: true });
    await writeFile(join(tls, "ca.pem"), "authority");
    await writeContext("other", { Host: "ssh://me@other" });
    expect(await resolve({})).toEqual({ host: "tcp://away:2376", tls: { ca: "authority", isVerified: true } });
    expect(await resolve({ DOCKER_CONTEXT: "other" })).toEqual({ host: "ssh://me@other", tls: null });
  });

  test("of a context that is not there is an error that names it", async () => {
    await expect(resolve({ DOCKER_CONTEXT: "gone" })).rejects.toMatchObject({
      name: "EngineConfigurationError",
      message: expect.stringContaining("the context 'gone'"),
    });
  });

  test("has a socket where nothing else is said", async () => {
    expect(await resolve({})).toEqual({ host: expect.stringMatching(/^unix:\/\/.*docker\.sock$/), tls: null });
  });
});

test.each([
  ["unix:///var/run/docker.sock", null, "http+docker://localhost"],
  ["ssh://me@there", null, "http+docker://ssh"],
  ["tcp://there:2375", null, "http://there:2375"],
  ["tcp://there:7777", { isVerified: true }, "https://there:7777"],
])("%s with %j is %s for Python's Docker SDK", (host, tls, baseUrl) => {
  expect(toBaseUrl({ host, tls })).toBe(baseUrl);
});
