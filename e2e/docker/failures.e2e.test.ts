import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { requireSetting } from "../harness/required-setting.ts";
import type { Failure } from "./flows/report.ts";

describe("docker() tells", () => {
  let home: DockerHome;
  const failure = (scenario: string, env: Record<string, string> = {}): Promise<Failure> =>
    home.report("failures", [scenario], {
      env: { PREFECT_TEST_OLD_NODE_IMAGE: requireSetting("PREFECT_TEST_OLD_NODE_IMAGE"), ...env },
    });

  beforeAll(async () => {
    home = await createDockerHome();
  });
  afterAll(() => home.remove());

  test("a flow that ended its process", async () => {
    expect(await failure("process-exit")).toMatchObject({
      name: "InfrastructureExitedError",
      exitCause: "exited",
      exitCode: 3,
      message: expect.stringContaining("process.exit(3)"),
      logTail: expect.arrayContaining(["giving up"]),
      hint: expect.stringContaining("must return or throw"),
    });
  });

  test("a rejection that nobody handled, with what was rejected as its cause", async () => {
    expect(await failure("rejection")).toMatchObject({
      name: "InfrastructureExitedError",
      exitCode: 1,
      message: expect.stringContaining("nobody listens"),
      logTail: expect.arrayContaining(["forgetting an await"]),
      hint: expect.stringContaining("Await every promise"),
      cause: "RangeError: nobody listens",
    });
  });

  test("nothing where a further container, with an attempt's bundle of its own, came to an end", async () => {
    expect(await failure("next-attempt")).toEqual({ attempt: 2 });
  });

  test("that the flow's memory ran out", async () => {
    expect(await failure("memory")).toMatchObject({
      name: "OutOfMemoryError",
      exitCause: "out-of-memory",
      logTail: expect.arrayContaining(["filling the memory"]),
    });
  });

  test("nothing where only a process that the flow had started ran out of memory", async () => {
    expect(await failure("memory-of-child")).toEqual({ childEndedBy: "SIGKILL" });
  });

  test("that the JavaScript heap ran out", async () => {
    expect(await failure("heap")).toMatchObject({
      name: "OutOfMemoryError",
      exitCause: "out-of-memory",
      message: expect.stringMatching(/heap/i),
    });
  });

  test.each(["missing-image", "never-pulled"])("that there is no such image (%s)", async (scenario) => {
    expect(await failure(scenario)).toMatchObject({
      name: "ImagePullError",
      exitCause: "image-pull",
      message: expect.stringMatching(/127\.0\.0\.1:1\/missing:1|prefect-test\/absent:1/),
    });
  });

  test("which Node.js a flow needs and which one its image has", async () => {
    expect(await failure("old-node")).toMatchObject({
      message: expect.stringMatching(/needs Node\.js 22 or newer.*20\.20/s),
    });
  });

  test("that the command to start is not there", async () => {
    expect(await failure("unknown-command")).toMatchObject({
      name: "CommandNotFoundError",
      message: expect.stringContaining("no-such-program"),
    });
  });

  test("where no engine answers, and which setting says where it is", async () => {
    expect(await failure("engine", { DOCKER_HOST: "unix:///nowhere/docker.sock" })).toMatchObject({
      message: expect.stringMatching(/\/nowhere\/docker\.sock.*DOCKER_HOST/s),
    });
  });

  test("which volume is not a volume", async () => {
    expect(await failure("volumes")).toMatchObject({
      name: "JobConfigurationError",
      message: expect.stringContaining("relative/path"),
    });
  });

  test("leaving no container, and every run ended", async () => {
    expect(await home.containers()).toEqual([]);
    const runs = JSON.parse(await home.prefect("flow-run", "ls", "--output", "json")) as { state_type: string }[];
    expect(new Set(runs.map(({ state_type }) => state_type))).toEqual(new Set(["CRASHED", "COMPLETED"]));
  });
});
