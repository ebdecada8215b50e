import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createCliHome } from "./cli-home.ts";

test("the version is told alone, or with what it runs on and the project's plugins", async () => {
  await using cli = await createCliHome();
  expect((await cli.run("-v")).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  const plugin = join(cli.cwd, "node_modules", "prefect-moon");
  await mkdir(plugin, { recursive: true });
  await writeFile(join(plugin, "package.json"), JSON.stringify({ version: "1.2.3", prefect: "./plugin.js" }));
  await writeFile(join(cli.cwd, "package.json"), JSON.stringify({ dependencies: { "prefect-moon": "*" } }));
  const { stdout } = await cli.run("version");
  expect(stdout).toContain(`Node.js version:      ${process.versions.node}\n`);
  expect(stdout).toContain("Profile:              ephemeral\nServer type:          ephemeral\n");
  expect(stdout).toContain("Integrations:\n  prefect-moon:       1.2.3\n");
  expect((await cli.run("version --omit-integrations")).stdout).not.toContain("prefect-moon");
  expect(await cli.json("version")).toMatchObject({ Integrations: { "prefect-moon": "1.2.3" } });
});

test("what is wrong goes to standard error, with exit code 1 and a suggestion", async () => {
  await using cli = await createCliHome();
  expect(await cli.run("profle ls")).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: "error: unknown command 'profle'\n(Did you mean profile?)\n",
  });
  expect(await cli.run("config view --show-secret")).toMatchObject({ exitCode: 1, stdout: "" });
});

test("a broken profiles file is an error that names it", async () => {
  await using cli = await createCliHome();
  await mkdir(cli.home);
  await writeFile(join(cli.home, "profiles.toml"), "not toml");
  const { exitCode, stderr } = await cli.run("config view");
  expect(exitCode).toBe(1);
  expect(stderr).toContain(join(cli.home, "profiles.toml"));
  expect(stderr).not.toContain("    at ");
});

test("a terminal gets colours unless they are switched off; a pipe never does", async () => {
  await using cli = await createCliHome();
  const isColored = async (env: Record<string, string>, terminalColumns?: number) => {
    const { stdout } = await cli.run("config view", {
      env,
      ...(terminalColumns === undefined ? {} : { terminalColumns }),
    });
    return stdout.includes("\u001b[");
  };
  expect(await isColored({}, 80)).toBe(true);
  expect(await isColored({ NO_COLOR: "1" }, 80)).toBe(false);
  expect(await isColored({ PREFECT_CLI_COLORS: "false" }, 80)).toBe(false);
  expect(await isColored({ FORCE_COLOR: "1" })).toBe(false);
});

test("a home that cannot be written is an error that names it and its mend", async () => {
  await using cli = await createCliHome();
  await writeFile(cli.home, "");
  const failed = await cli.run("work-pool ls");
  expect(failed).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining(cli.home) });
  expect(failed.stderr).toContain("PREFECT_HOME");
});
