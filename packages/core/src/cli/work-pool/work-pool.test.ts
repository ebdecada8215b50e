import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { BlockDocumentRecord } from "../../control-plane/records/block.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { openControlPlane } from "../../control-plane/open-control-plane.ts";
import { processInfrastructure } from "../../infrastructure/process/local-process.ts";
import { createCliHome, type CliHome } from "../cli-home.ts";

let cli: CliHome;

beforeEach(async () => {
  cli = await createCliHome();
});

afterEach(async () => {
  await (await openControlPlane({ home: cli.home })).close();
  await cli[Symbol.asyncDispose]();
});

const succeed = async (commandLine: string) => {
  const { exitCode, stdout, stderr } = await cli.run(commandLine);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
};
const inspect = (name: string) => cli.json<WorkPoolRecord>(`work-pool inspect ${name}`);

describe("work-pool create", () => {
  test("makes a pool with its type's template and tells what it made", async () => {
    const stdout = await succeed("work-pool create olympic --type process");
    const pool = await inspect("olympic");
    expect(stdout).toContain("Created work pool 'olympic'!\n");
    expect(stdout).toContain(
      'To run a flow in this work pool, bind the flow to it and call it:\n\n\tlocalProcess({ workPool: "olympic" })(flow(fn))\n',
    );
    expect(stdout).toContain(`└── UUID: ${pool.id}\n└── Type: process\n└── Description: None\n└── Status: Not Ready\n`);
    expect(pool).toMatchObject({ type: "process", is_paused: false, concurrency_limit: null });
    expect(pool.base_job_template).toEqual(processInfrastructure.baseJobTemplate);
  });

  test("takes a template from a file and makes the pool paused, and the profile's default", async () => {
    const template = { job_configuration: { command: "{{ command }}" }, variables: { properties: { command: {} } } };
    await writeFile(join(cli.cwd, "template.json"), JSON.stringify(template));
    const stdout = await succeed(
      "work-pool create a -t process --base-job-template template.json --paused --set-as-default",
    );
    expect(stdout).not.toContain("To run a flow");
    expect(stdout).toContain("Set 'a' as default work pool for profile 'ephemeral'");
    expect(await inspect("a")).toMatchObject({ is_paused: true, status: "PAUSED", base_job_template: template });
    expect((await cli.run("config view")).stdout).toContain("DEFAULT_WORK_POOL_NAME='a'");
  });

  test("overwrites template and pause of an existing pool, and nothing else", async () => {
    await succeed("work-pool create a --type process --paused");
    await succeed("work-pool update a --concurrency-limit 3 --description ours");
    expect(await succeed("work-pool create a --overwrite")).toContain("Updated work pool 'a'!");
    expect(await inspect("a")).toMatchObject({ is_paused: false, concurrency_limit: 3, description: "ours" });
  });

  test("asks for the type on a terminal", async () => {
    const { stdout } = await cli.run("--prompt work-pool create a", { input: "1\n" });
    expect(stdout).toContain("Infrastructure Type");
    expect(await inspect("a")).toMatchObject({ type: "process" });
  });

  test("knows the types of the project's plugins", async () => {
    const directory = join(cli.cwd, "node_modules", "prefect-moon");
    await mkdir(directory, { recursive: true });
    await writeFile(join(cli.cwd, "package.json"), JSON.stringify({ devDependencies: { "prefect-moon": "*" } }));
    await writeFile(join(directory, "package.json"), JSON.stringify({ version: "1.0.0", prefect: "plugin.mjs" }));
    const type = {
      type: "moon",
      displayName: "Moon",
      description: "Far.",
      baseJobTemplate: { job_configuration: { command: "" }, variables: { type: "object" } },
    };
    await writeFile(join(directory, "plugin.mjs"), `export const infrastructureTypes = ${JSON.stringify([type])};`);
    await succeed("work-pool create a --type moon");
    expect(await inspect("a")).toMatchObject({ type: "moon" });
    await writeFile(join(directory, "package.json"), JSON.stringify({ version: "1.0.0", prefect: "absent.mjs" }));
    expect((await cli.run("work-pool create b --type moon")).stderr).toContain(
      "The plugin prefect-moon 1.0.0 could not be loaded",
    );
  });

  test.each([
    ["work-pool create a --type process", "Work pool named 'a' already exists. Use --overwrite to update it."],
    ["work-pool create a --type docker --overwrite", "a work pool's type cannot be changed to 'docker'"],
    [
      "work-pool create b --type docker",
      "Please choose from process, or add the type with `npm install prefect-docker`.",
    ],
    [
      "work-pool create b --type vertex-ai",
      "No package provides work pool type 'vertex-ai' yet. Please choose from process.",
    ],
    ["work-pool create b --type moon", "Unknown work pool type 'moon'. Please choose from process."],
    ["work-pool create b --type constructor", "Please choose from process."],
    ["work-pool create b", "you must supply a `--type` value"],
    ["work-pool create ''", "Work pool name cannot be empty."],
    ["work-pool create b/c --type process", "Work pool name 'b/c' cannot contain"],
    ["work-pool create b -t process --base-job-template absent.json", "absent.json cannot be read"],
  ])("%s is refused", async (commandLine, message) => {
    await succeed("work-pool create a --type process");
    expect(await cli.run(commandLine)).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
    expect(await cli.json<WorkPoolRecord[]>("work-pool ls")).toHaveLength(1);
  });
});

describe("the other commands on work pools", () => {
  test("ls shows the newest first, with limits and a mark for paused ones", async () => {
    expect(await succeed("work-pool ls")).toBe("No work pools found.\n");
    expect(await succeed("work-pool ls -o json")).toBe("[]\n");
    await succeed("work-pool create first --type process --paused");
    await succeed("work-pool create second --type process");
    await succeed("work-pool set-concurrency-limit second 2");
    const [title, , head, , ...rows] = (await succeed("work-pool ls")).split("\n");
    expect(title).toContain("Work Pools");
    expect(head).toMatch(/Name +┃ Type +┃ +ID +┃ Concurrency Limit/);
    expect(rows[0]).toMatch(/^│ second +│ process │ [0-9a-f-]{36} │ 2 +│$/);
    expect(rows[1]).toMatch(/^│ first \(\*\*\) │ process │ [0-9a-f-]{36} │ None +│$/);
    expect(await succeed("work-pools ls --verbose")).toContain("job_configuration");
  });

  test("limits, pause, description and deletion", async () => {
    await succeed("work-pool create a --type process");
    expect(await succeed("work-pool set-concurrency-limit a 4")).toBe("Set concurrency limit for work pool 'a' to 4\n");
    expect(await succeed("work-pool pause a")).toBe("Paused work pool 'a'\n");
    expect(await succeed("work-pool update a --description nightly")).toBe("Updated work pool 'a'\n");
    expect(await inspect("a")).toMatchObject({ concurrency_limit: 4, is_paused: true, description: "nightly" });
    expect(await succeed("work-pool clear-concurrency-limit a")).toBe("Cleared concurrency limit for work pool 'a'\n");
    expect(await succeed("work-pool resume a")).toBe("Resumed work pool 'a'\n");
    expect(await inspect("a")).toMatchObject({ concurrency_limit: null, is_paused: false });
    expect(await succeed("work-pool inspect a")).toMatch(/^WorkPool \{\n/);
    const refused = await cli.run("--prompt work-pool delete a", { input: "n\n" });
    expect(refused).toMatchObject({ exitCode: 1, stderr: "Deletion aborted.\n" });
    expect(await succeed("work-pool delete a")).toBe("Deleted work pool 'a'\n");
    expect(await succeed("work-pool ls -o json")).toBe("[]\n");
  });

  test("preview shows what is scheduled within the hours to come", async () => {
    await succeed("work-pool create a --type process");
    const client = await openControlPlane({ home: cli.home });
    const flow = await client.createFlow({ name: "train" });
    const schedule = (name: string, hours: number) =>
      client.createFlowRun({
        flow_id: flow.id,
        name,
        work_pool_name: "a",
        state: {
          type: "SCHEDULED",
          state_details: { scheduled_time: new Date(Date.now() + hours * 3_600_000).toISOString() },
        },
      });
    expect(await succeed("work-pool preview a")).toContain("No runs found");
    await schedule("later", 5);
    await schedule("soon", 0.5);
    await schedule("late", -1);
    const preview = await succeed("work-pool preview a");
    expect(preview).toMatch(/\(\*\*\) │ [0-9a-f-]{36} │ late [^]*│ soon /);
    expect(preview).not.toContain("later");
    expect(await succeed("work-pool preview a --hours 6")).toContain("later");
  });

  test("check says that a pool which needs no permissions can be used", async () => {
    await succeed("work-pool create a --type process");
    expect(await succeed("work-pool check a")).toBe(
      "✓ The base job template is valid, and 'process' infrastructure answers.\n" +
        "✓ Storage: the default of the infrastructure type\n",
    );
  });

  test("check names the permission that is missing, and the storage", async () => {
    const directory = join(cli.cwd, "node_modules", "prefect-moon");
    await mkdir(directory, { recursive: true });
    await writeFile(join(cli.cwd, "package.json"), JSON.stringify({ dependencies: { "prefect-moon": "*" } }));
    await writeFile(join(directory, "package.json"), JSON.stringify({ version: "1.0.0", prefect: "plugin.mjs" }));
    await writeFile(
      join(directory, "plugin.mjs"),
      `const check = (verb, isAllowed, more) => ({ purpose: verb + " runs", permission: verb + " jobs", isAllowed, ...more });
       export const infrastructureTypes = [{
         type: "moon", displayName: "Moon", description: "Far.",
         baseJobTemplate: { job_configuration: { command: "" }, variables: { type: "object" } },
         parseConfiguration: (rendered) => rendered,
         createLauncher: async () => ({
           checkAccess: async () => [
             check("start", process.env.MOON_REFUSES !== "1", { reason: "No role binding." }),
             check("explain", false, { isOptional: true }),
           ],
         }),
       }];`,
    );
    await succeed("work-pool create a --type moon");
    process.env["MOON_REFUSES"] = "1";
    const refused = await cli.run("work-pool check a");
    delete process.env["MOON_REFUSES"];
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr:
        "Work pool 'a' cannot be used with these credentials: they may not 'start jobs'. " +
        "Have whoever administers the platform allow it.\n",
    });
    expect(refused.stdout).toContain("✗ start jobs, to start runs: No role binding.\n");
    expect(refused.stdout).toContain("! explain jobs, to explain runs (optional)\n");
    const { exitCode, stderr } = await cli.run("work-pool check a");
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Storage is not configured for work pool 'a'."),
    });
  });

  test("get-default-base-job-template prints or writes a type's template", async () => {
    const printed = await succeed("work-pool get-default-base-job-template --type process");
    expect(JSON.parse(printed)).toEqual(processInfrastructure.baseJobTemplate);
    await succeed("work-pool get-default-base-job-template -t process -f template.json");
    expect(await readFile(join(cli.cwd, "template.json"), "utf8")).toBe(printed);
  });

  test.each([
    "inspect",
    "pause",
    "resume",
    "delete",
    "update --description x",
    "set-concurrency-limit 1",
    "clear-concurrency-limit",
    "preview",
    "check",
    "storage inspect",
    "storage configure local",
  ])("%s of a pool that does not exist names it and says where pools are listed", async (command) => {
    const [name = "", ...rest] = command.startsWith("storage") ? [command] : command.split(" ");
    const failed = await cli.run(["work-pool", name, "missing", ...rest].join(" "));
    expect(failed).toMatchObject({ exitCode: 1, stdout: "" });
    expect(failed.stderr).toMatch(
      /^Work pool 'missing' does not exist at .*List the work pools with `npx prefect-core work-pool ls`\.\n$/,
    );
  });

  test.each([
    ["work-pool set-concurrency-limit a -- -1", "'-1' is not a whole number"],
    ["work-pool update a", "Nothing to update."],
  ])("%s is refused", async (commandLine, message) => {
    await succeed("work-pool create a --type process");
    expect(await cli.run(commandLine)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
  });
});

describe("work-pool storage", () => {
  const readBlock = async (pool: WorkPoolRecord): Promise<BlockDocumentRecord> => {
    const client = await openControlPlane({ home: cli.home });
    return client.readBlockDocument(pool.storage_configuration.default_result_storage_block_id ?? "");
  };

  test("configure local writes both steps and a result block, by default in the home", async () => {
    await succeed("work-pool create My_Pool --type process");
    expect(await succeed("work-pool storage inspect My_Pool")).toBe(
      "No storage configuration found for work pool 'My_Pool'\n",
    );
    expect(await cli.json("work-pool storage inspect My_Pool")).toEqual({});
    expect(await succeed("work-pool storage configure local My_Pool")).toBe(
      "Configured Local storage for work pool 'My_Pool'\n",
    );
    const basepath = join(cli.home, "storage");
    const pool = await inspect("My_Pool");
    expect(pool.storage_configuration).toMatchObject({
      bundle_upload_step: { "prefect_core.bundles.upload": { basepath } },
      bundle_execution_step: { "prefect_core.bundles.execute": { basepath } },
    });
    expect(await readBlock(pool)).toMatchObject({ name: "default-my-pool-result-storage", data: { basepath } });
    expect(await cli.json("work-pool storage inspect My_Pool")).toEqual({
      type: "Local",
      upload: { basepath },
      execution: { basepath },
    });
    expect(await succeed("work-pool storage inspect My_Pool")).toMatch(
      /Storage Configuration for My_Pool[^]*│ type +│ Local +│\n│ basepath │ \//,
    );
  });

  test("configure again changes the same block, and takes launchers for each side", async () => {
    await succeed("work-pool create a --type process");
    await succeed("work-pool storage configure local a");
    const { id } = await readBlock(await inspect("a"));
    await succeed(
      "work-pool storage configure local a --basepath shared --launcher node --launcher-arg -r --launcher-arg dd --execution-launcher-arg --inspect --upload-launcher deno",
    );
    const basepath = join(cli.cwd, "shared");
    expect(await cli.json("work-pool storage inspect a")).toEqual({
      type: "Local",
      upload: { basepath, launcher: ["deno"] },
      execution: { basepath, launcher: ["node", "-r", "dd", "--inspect"] },
    });
    expect(await succeed("work-pool storage inspect a")).toMatch(
      /upload\.launcher +│ \["deno"\][^]*execution\.basepath/,
    );
    expect(await readBlock(await inspect("a"))).toMatchObject({ id, data: { basepath } });
  });

  test.each([
    ["--launcher-arg x", "--launcher-arg requires --launcher."],
    ["--upload-launcher-arg x", "--upload-launcher-arg requires --upload-launcher or --launcher."],
    ["--execution-launcher ", "--execution-launcher cannot be empty."],
    ["--launcher node --launcher-arg ", "--launcher-arg cannot be empty."],
  ])("configure local %s is refused before anything is written", async (flags, message) => {
    await succeed("work-pool create a --type process");
    expect(await cli.run(`work-pool storage configure local a ${flags}`)).toMatchObject({
      exitCode: 1,
      stderr: `${message}\n`,
    });
    expect(await cli.json("work-pool storage inspect a")).toEqual({});
  });
});
