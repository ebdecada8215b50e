import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createCliHome, type CliHome } from "../cli-home.ts";

let cli: CliHome;

beforeEach(async () => {
  cli = await createCliHome();
});

afterEach(async () => {
  await cli.run("server stop");
  await cli[Symbol.asyncDispose]();
});

test("a server in the background serves the embedded control plane until it is stopped", async () => {
  await cli.run("work-pool create local --type process");
  const started = await cli.run("server start --background --port 0");
  expect(started).toMatchObject({ exitCode: 0, stderr: "" });
  const apiUrl = /PREFECT_API_URL=([^'`]+)/.exec(started.stdout)?.[1] ?? "";
  const status = await cli.json<{ status: string; api_url: string }>("server status");
  expect(status).toEqual({ status: "available", api_url: apiUrl });
  const listed = await cli.run("work-pool ls", { env: { PREFECT_API_URL: apiUrl } });
  expect(listed.stdout).toContain("local");
  expect((await cli.run("server start --background --port 0")).stderr).toContain("running in the background already");

  expect((await cli.run("server stop")).stdout).toBe("Server stopped!\n");
  expect((await cli.run("server stop")).stdout).toBe("No server running in the background.\n");
  const gone = await cli.run("server status", { env: { PREFECT_API_URL: apiUrl } });
  expect(gone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`${apiUrl} is unavailable`) });
});

test("whoever opens a server to the network without a password is warned", async () => {
  const { stderr } = await cli.run("server start --background --host 0.0.0.0 --port 0");
  expect(stderr).toContain("PREFECT_SERVER_API_AUTH_STRING");
});

test.each([
  ["server start --port 70000", "70000 is no port"],
  ["server start --port x", "'x' is not a whole number"],
  ["server start --background --host 192.0.2.1 --port 0", "the address cannot be used"],
  ["server status", "No server is configured"],
])("%s says what is wrong", async (commandLine, problem) => {
  const { exitCode, stderr } = await cli.run(commandLine);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(problem) });
});
