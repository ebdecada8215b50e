import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CapturedCli } from "../capture-cli.ts";
import { createCliHome, type CliHome } from "../cli-home.ts";

let cli: CliHome;

beforeEach(async () => {
  cli = await createCliHome();
  await mkdir(join(cli.cwd, "bin"));
  for (const manager of ["npm", "pnpm"]) {
    const program = join(cli.cwd, "bin", manager);
    const body = `echo "${manager} $*" >> "${cli.cwd}/installed"; test ! -e "${cli.cwd}/broken" || { echo "no such package" >&2; exit 3; }`;
    await writeFile(program, `#!/bin/sh\n${body}\n`);
    await chmod(program, 0o755);
  }
});

afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

/** Starts a worker that looks for runs once, and gives what was installed for it. @param typed the answer to a question */
async function start(words: string, typed?: string): Promise<CapturedCli & { readonly installed: string }> {
  const env = { PATH: `${join(cli.cwd, "bin")}${delimiter}${process.env["PATH"] ?? ""}` };
  const command = `worker start --run-once ${words}`;
  const told = await (typed === undefined
    ? cli.run(command, { env })
    : cli.run(`--prompt ${command}`, { env, input: `${typed}\n` }));
  const installed = await readFile(join(cli.cwd, "installed"), "utf8").catch(() => "");
  return { ...told, installed };
}

const missing = "--pool containers --type docker";

describe("worker start --install-policy", () => {
  test("never installs anything, and names what is missing", async () => {
    const { exitCode, stderr, installed } = await start(`${missing} --install-policy never`);
    expect({ exitCode, installed }).toEqual({ exitCode: 1, installed: "" });
    expect(stderr).toContain("prefect-docker");
  });

  test("if-not-present adds what is missing, by the package manager of the project", async () => {
    expect((await start(`${missing} --install-policy if-not-present`)).installed).toBe("npm install prefect-docker\n");
    await writeFile(join(cli.cwd, "pnpm-lock.yaml"), "");
    const { installed } = await start(`${missing} --install-policy if-not-present`);
    expect(installed).toBe("npm install prefect-docker\npnpm add prefect-docker\n");
  });

  test("a type of prefect-core itself needs nothing", async () => {
    const { exitCode, installed } = await start("--pool here --type process --install-policy always");
    expect({ exitCode, installed }).toEqual({ exitCode: 0, installed: "" });
  });

  test("prompt asks where somebody can answer, and installs nothing without an answer", async () => {
    expect((await start(missing)).installed).toBe("");
    expect((await start(missing, "n")).installed).toBe("");
    const { stdout, installed } = await start(missing, "y");
    expect(stdout).toContain("Install it?");
    expect(installed).toBe("npm install prefect-docker\n");
  });

  test("an installation that fails is told with what the package manager said", async () => {
    await writeFile(join(cli.cwd, "broken"), "");
    const { exitCode, stderr } = await start(`${missing} --install-policy always`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/code 3.*no such package/s) });
  });
});
