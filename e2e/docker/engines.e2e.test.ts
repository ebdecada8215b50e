import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import ssh2 from "ssh2";
import { type CertificateAuthority, createCertificateAuthority } from "../harness/certificates.ts";
import { runDocker } from "../harness/docker-command.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { parseReport } from "../harness/user-home.ts";
import {
  type SshProxy,
  startSshProxy,
  startTcpProxy,
  startTlsProxy,
  type TcpProxy,
} from "../harness/docker-proxies.ts";
import type { Failure } from "./flows/report.ts";

const options = [JSON.stringify({})];

describe("an engine is reached", () => {
  let home: DockerHome;

  beforeAll(async () => {
    home = await createDockerHome();
  });
  afterAll(() => home.remove());

  test("over tcp://", async () => {
    const proxy = await startTcpProxy();
    try {
      const env = { DOCKER_HOST: `tcp://127.0.0.1:${proxy.port}` };
      expect(await home.report("hello", options, { env })).toMatchObject({ greeting: "Hello Marvin" });
    } finally {
      await proxy.close();
    }
  });

  test("through a context of Docker's command line", async () => {
    const config = path.join(home.directory, "docker-config");
    const host = `host=${process.env["PREFECT_TEST_DOCKER_HOST"]}`;
    await runDocker("--config", config, "context", "create", "elsewhere", "--docker", host);
    const env = { DOCKER_HOST: "", DOCKER_CONFIG: config, DOCKER_CONTEXT: "elsewhere" };
    expect(await home.report("hello", options, { env })).toMatchObject({ greeting: "Hello Marvin" });
  });

  test("again after it was away for a moment: the run goes on, and no line of it is lost", async () => {
    const proxy = await startTcpProxy();
    const script = home.start("ticking", ["10"], { env: { DOCKER_HOST: `tcp://127.0.0.1:${proxy.port}` } });
    await script.printed(/tick 2$/m);
    proxy.interrupt();
    const ticks = Array.from({ length: 10 }, (_, at) => `tick ${at}`);
    expect(parseReport(await script.ended)).toEqual(ticks);
    await proxy.close();
  });

  test("no more after it has gone for good: the caller is told so, in bounded time", async () => {
    const proxy = await startTcpProxy();
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${proxy.port}` };
    const script = home.start("failures", ["engine-gone"], { env, timeoutSeconds: 110 });
    await script.printed(/waiting/);
    await proxy.close();
    expect(parseReport(await script.ended)).toMatchObject({
      name: "InfrastructureLostError",
      exitCause: "lost",
      message: expect.stringMatching(/127\.0\.0\.1.*ECONNREFUSED/s),
      logTail: expect.arrayContaining(["waiting"]),
    });
    // What runs on an engine that nobody reaches goes on.
    const left = await home.containers();
    expect(left).toHaveLength(1);
    await runDocker("rm", "--force", "--volumes", ...left);
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});

describe("an engine is reached over tcp:// with TLS", () => {
  let home: DockerHome;
  let proxy: TcpProxy;
  let known: CertificateAuthority;
  let strange: CertificateAuthority;

  beforeAll(async () => {
    home = await createDockerHome();
    known = await createCertificateAuthority(path.join(home.directory, "known"));
    strange = await createCertificateAuthority(path.join(home.directory, "strange"));
    proxy = await startTlsProxy(await known.issue(path.join(home.directory, "engine"), "serverAuth"));
  });
  afterAll(async () => {
    await proxy.close();
    await home.remove();
  });

  const settings = (certificates: string) => ({
    DOCKER_HOST: `tcp://127.0.0.1:${proxy.port}`,
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: certificates,
  });

  test("where each side knows the other", async () => {
    const env = settings(await known.issue(path.join(home.directory, "client"), "clientAuth"));
    expect(await home.report("hello", options, { env })).toMatchObject({ greeting: "Hello Marvin" });
  });

  test("never where the engine's certificate is of an authority that is not ours", async () => {
    const env = settings(await strange.issue(path.join(home.directory, "suspicious"), "clientAuth"));
    const failure = await home.report<Failure>("failures", ["engine"], { env });
    expect(failure).toMatchObject({ name: "EngineUnreachableError", message: expect.stringMatching(/certificate/i) });
  });

  test("never where our certificate is of an authority that the engine does not know", async () => {
    const directory = await strange.issue(path.join(home.directory, "stranger"), "clientAuth");
    await copyFile(path.join(home.directory, "known", "ca.pem"), path.join(directory, "ca.pem"));
    const failure = await home.report<Failure>("failures", ["engine"], { env: settings(directory) });
    expect(failure).toMatchObject({ name: "EngineUnreachableError" });
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});

describe("an engine is reached over ssh://", () => {
  let home: DockerHome;
  let proxy: SshProxy;
  /** What OpenSSH's client is started with: its own configuration is the one of the account, wherever `HOME` is. */
  let programs: string;

  beforeAll(async () => {
    home = await createDockerHome();
    const userKey = ssh2.utils.generateKeyPairSync("ed25519");
    proxy = await startSshProxy(userKey.public);
    programs = path.join(home.directory, "bin");
    await mkdir(programs);
    await writeFile(path.join(home.directory, "key"), userKey.private, { mode: 0o600 });
    const settings = [`IdentityFile ${home.directory}/key`, `UserKnownHostsFile ${home.directory}/known_hosts`];
    await writeFile(path.join(home.directory, "ssh_config"), `${settings.join("\n")}\nStrictHostKeyChecking yes\n`);
    const program = path.join(programs, "ssh");
    await writeFile(program, `#!/bin/sh\nexec /usr/bin/ssh -F ${home.directory}/ssh_config "$@"\n`);
    await chmod(program, 0o755);
  });
  afterAll(async () => {
    await proxy.close();
    await home.remove();
  });

  const settings = () => ({
    DOCKER_HOST: `ssh://somebody@127.0.0.1:${proxy.port}`,
    PATH: `${programs}:${process.env["PATH"]}`,
    TMPDIR: home.directory,
  });
  const trust = (key: string) =>
    writeFile(path.join(home.directory, "known_hosts"), `[127.0.0.1]:${proxy.port} ${key}\n`);

  test("never where the host's key is another one", async () => {
    await trust(ssh2.utils.generateKeyPairSync("ed25519").public);
    const failure = await home.report<Failure>("failures", ["engine"], { env: settings() });
    expect(failure).toMatchObject({ name: "EngineUnreachableError", message: expect.stringMatching(/host key/i) });
    expect(proxy.counts.connections).toBe(0);
  });

  test("where the key is known, through one connection", async () => {
    await trust(proxy.hostKey);
    expect(await home.report("hello", options, { env: settings() })).toMatchObject({ greeting: "Hello Marvin" });
    expect(proxy.counts.connections).toBe(1);
    expect(proxy.counts.commands).toBeGreaterThan(1);
  });

  test("leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
