import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createCliHome } from "../cli-home.ts";

const success = (stdout: string) => ({ exitCode: 0, stdout, stderr: "" });

test("a setting is set, seen with its source, and unset", async () => {
  await using cli = await createCliHome();
  expect(await cli.run("config set PREFECT_CLIENT_MAX_RETRIES=3 PREFECT_LOGGING_LEVEL=DEBUG")).toEqual(
    success(
      "Set 'PREFECT_CLIENT_MAX_RETRIES' to '3'.\nSet 'PREFECT_LOGGING_LEVEL' to 'DEBUG'.\nUpdated profile 'ephemeral'.\n",
    ),
  );
  expect(await cli.run("config view", { env: { PREFECT_LOGGING_LEVEL: "ERROR" } })).toEqual(
    success(
      "PREFECT_PROFILE='ephemeral'\n" +
        "PREFECT_CLIENT_MAX_RETRIES='3' (from profile)\n" +
        `PREFECT_HOME='${cli.home}' (from env)\n` +
        "PREFECT_LOGGING_LEVEL='ERROR' (from env)\n" +
        "PREFECT_SERVER_EPHEMERAL_ENABLED='true' (from profile)\n",
    ),
  );
  expect((await cli.run("config unset PREFECT_CLIENT_MAX_RETRIES")).stdout).toBe(
    "Unset 'PREFECT_CLIENT_MAX_RETRIES'.\nUpdated profile 'ephemeral'.\n",
  );
  expect((await cli.run("config view --hide-sources")).stdout).not.toContain("MAX_RETRIES");
});

test("defaults and the web pages are shown when asked for", async () => {
  await using cli = await createCliHome();
  const shown = await cli.run("config view --show-defaults", { env: { PREFECT_API_URL: "http://127.0.0.1:4200/api" } });
  expect(shown.stdout).toMatch(/^🚀 you are connected to:\nhttp:\/\/127\.0\.0\.1:4200\n/);
  expect(shown.stdout).toContain("PREFECT_CLIENT_MAX_RETRIES='5' (from defaults)\n");
  expect(shown.stdout).toContain("PREFECT_API_KEY='None' (from defaults)\n");
});

test("secrets are hidden unless they are asked for, whether or not the setting is known here", async () => {
  await using cli = await createCliHome();
  const set = await cli.run('config set PREFECT_API_KEY=pnu_1 PREFECT_CLIENT_CUSTOM_HEADERS={"Authorization":"pnu_2"}');
  const profiles = join(cli.home, "profiles.toml");
  await writeFile(profiles, `${await readFile(profiles, "utf8")}\nPREFECT_SERVER_DATABASE_PASSWORD = "pnu_3"\n`);
  const views = ["config view", "config view -o json", "profile inspect", "profile inspect -o json"];
  for (const view of views) {
    const { stdout } = await cli.run(view);
    expect(stdout).toContain("********");
    expect(stdout + set.stdout).not.toContain("pnu_");
    const shown = await cli.run(`${view} --show-secrets`);
    for (const secret of ["pnu_1", "pnu_2", "pnu_3"]) expect(shown.stdout).toContain(secret);
  }
});

test("an unset value is None, and JSON has names, values and sources", async () => {
  await using cli = await createCliHome();
  expect(await cli.json("config view")).toEqual({
    profile: "ephemeral",
    settings: [
      { name: "PREFECT_HOME", value: cli.home, source: "env" },
      { name: "PREFECT_SERVER_EPHEMERAL_ENABLED", value: "true", source: "profile" },
    ],
  });
});

test.each([
  ["config set PREFECT_API_URL", "Use the format 'VAR=VAL'"],
  ["config set PREFECT_API_UR=http://x", "Unknown setting name 'PREFECT_API_UR'. Did you mean 'PREFECT_API_URL'?"],
  ["config set PREFECT_HOME=/tmp", "Use an environment variable instead"],
  [
    "config set PREFECT_API_URL=http://x PREFECT_CLIENT_MAX_RETRIES=-1",
    "PREFECT_CLIENT_MAX_RETRIES: it expects a whole number",
  ],
  ["config unset PREFECT_API_URL", "'PREFECT_API_URL' is not set in profile 'ephemeral'"],
  ["config unset NONSENSE", "Unknown setting name 'NONSENSE'"],
  ["config view -o yaml", "Only 'json' output format is supported."],
])("%s fails and changes nothing", async (commandLine, message) => {
  await using cli = await createCliHome();
  const failed = await cli.run(commandLine);
  expect(failed).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining(message) });
  expect((await cli.run("profile ls -o json")).stdout).toBe("[]\n");
});

test("a variable that overrides what is set is pointed out", async () => {
  await using cli = await createCliHome();
  const { stderr } = await cli.run("config set PREFECT_LOGGING_LEVEL=DEBUG", {
    env: { PREFECT_LOGGING_LEVEL: "INFO" },
  });
  expect(stderr).toContain("unset PREFECT_LOGGING_LEVEL");
});
