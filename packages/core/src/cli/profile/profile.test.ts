import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createCliHome } from "../cli-home.ts";

test("a profile is created, copied, used and deleted", async () => {
  await using cli = await createCliHome();
  const created = await cli.run("profile create team");
  expect(created.stdout).toContain("Created profile with properties:\n    name - 'team'\n    from name - None\n");
  await cli.run("-p team config set PREFECT_CLIENT_MAX_RETRIES=9");
  expect((await cli.run("profile create copy --from team")).stdout).toContain("from name - team");
  expect(await cli.json("profile inspect copy")).toEqual({ PREFECT_CLIENT_MAX_RETRIES: "9" });
  expect((await cli.run("profile use copy")).stdout).toContain("No Prefect server specified using profile 'copy'");
  expect(await cli.json("profile ls")).toEqual([
    { name: "team", active: false },
    { name: "copy", active: true },
  ]);
  expect((await cli.run("profile ls")).stdout).toContain("* copy");
  expect(await cli.run("profile delete copy")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("You must switch profiles"),
  });
  expect(await cli.run("profile delete team")).toEqual({
    exitCode: 0,
    stdout: "Removed profile 'team'.\n",
    stderr: "",
  });
});

test("the settings of a profile are shown, and of the active one where none is named", async () => {
  await using cli = await createCliHome();
  await cli.run("profile create empty");
  expect((await cli.run("profile inspect empty")).stdout).toBe("Profile 'empty' is empty.\n");
  expect((await cli.run("profile inspect")).stdout).toBe(
    "No name provided, defaulting to 'ephemeral'\nPREFECT_SERVER_EPHEMERAL_ENABLED='true'\n",
  );
});

test("a server that does not answer leaves the profile active and is an error", async () => {
  await using cli = await createCliHome();
  await cli.run("-p team profile create team");
  await cli.run("profile create team");
  await cli.run("-p team config set PREFECT_API_URL=http://127.0.0.1:9/api");
  const used = await cli.run("profile use team");
  expect(used).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Error connecting to Prefect server") });
  expect(await readFile(join(cli.home, "profiles.toml"), "utf8")).toContain('active = "team"');
});

test("a profile that is gone can be switched away from", async () => {
  await using cli = await createCliHome();
  await cli.run("profile create a");
  const env = { PREFECT_PROFILE: "gone" };
  const viewed = await cli.run("config view", { env });
  expect(viewed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Profile 'gone' not found") });
  expect(viewed.stderr).toContain("profile use NAME");
  expect(await cli.run("profile use a", { env })).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("unset PREFECT_PROFILE"),
  });
});

test.each([
  ["profile create ephemeral --from nothing", "Profile 'nothing' not found"],
  ["profile use nothing", "Profile 'nothing' not found"],
  ["profile inspect nothing", "Profile 'nothing' not found"],
  ["profile delete nothing", "Profile 'nothing' not found"],
])("%s fails", async (commandLine, message) => {
  await using cli = await createCliHome();
  expect(await cli.run(commandLine)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
});

test("on a terminal a deletion is asked about", async () => {
  await using cli = await createCliHome();
  await cli.run("profile create team");
  const refused = await cli.run("--prompt profile delete team", { input: "n\n" });
  expect(refused).toMatchObject({ exitCode: 1, stderr: "Deletion aborted.\n" });
  expect(await cli.run("--prompt profile delete team")).toMatchObject({ exitCode: 1 });
  expect(await cli.run("--prompt profile delete team", { input: "y\n" })).toMatchObject({ exitCode: 0 });
});
