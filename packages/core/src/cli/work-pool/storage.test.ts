import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openControlPlane } from "../../control-plane/open-control-plane.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { createCliHome, type CliHome } from "../cli-home.ts";
import { installVaultPlugin } from "../fixtures/vault-plugin.ts";

let cli: CliHome;
let directory: string;

beforeEach(async () => {
  cli = await createCliHome();
  directory = join(cli.cwd, "vault");
  await installVaultPlugin(cli.cwd);
  await writeFile(join(cli.cwd, "token.json"), JSON.stringify({ token: "open sesame" }));
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

async function configure(): Promise<void> {
  await succeed("work-pool create a --type process");
  await succeed("block create vault-credentials --name mine --from-file token.json");
  await succeed(`work-pool storage configure vault a --directory ${directory} --vault-credentials-block-name mine`);
}

test("a plugin's storage is configured with steps and block as Prefect writes those of its own", async () => {
  await configure();
  const { storage_configuration: storage } = await cli.json<WorkPoolRecord>("work-pool inspect a");
  const step = { directory, vault_credentials_block_name: "mine", requires: "prefect-vault" };
  expect(JSON.stringify(storage.bundle_upload_step)).toBe(
    JSON.stringify({ "prefect_vault.experimental.bundles.upload": step }),
  );
  expect(JSON.stringify(storage.bundle_execution_step)).toBe(
    JSON.stringify({ "prefect_vault.experimental.bundles.execute": step }),
  );
  const client = await openControlPlane({ home: cli.home });
  const block = await client.readBlockDocument(storage.default_result_storage_block_id ?? "", {
    includeSecrets: false,
  });
  expect(block.name).toBe("default-a-result-storage");
  expect(block.data).toEqual({ directory: `${directory}/results`, key: { token: "********" } });
  expect(block.block_document_references).toMatchObject({ key: { block_document: { name: "mine" } } });
  expect(await cli.json("work-pool storage inspect a")).toEqual({ type: "Vault", upload: step, execution: step });
});

test("whether the storage keeps to conditions of writes is found out and kept in it", async () => {
  await configure();
  const record = JSON.parse(await readFile(join(directory, "storage.json"), "utf8"));
  expect(record).toMatchObject({ formatVersion: 1, conditionalWrites: true });
  expect(await readdir(directory)).toEqual(["storage.json"]);
});

test("without its credentials block it is configured for the platform's own identity, and says what it could not try", async () => {
  await succeed("work-pool create a --type process");
  const { exitCode, stdout, stderr } = await cli.run(
    `work-pool storage configure vault a --directory ${directory} --launcher node`,
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Configured Vault storage for work pool 'a'\n" });
  expect(stderr).toContain("The vault at");
  expect(stderr).toContain("work-pool storage check a");
  const step = { directory, launcher: ["node"] };
  expect(await cli.json("work-pool storage inspect a")).toEqual({ type: "Vault", upload: step, execution: step });
});

test.each([
  ["vault a", "--directory is required in non-interactive mode."],
  [
    "vault a --directory x --vault-credentials-block-name gone",
    "Vault credentials block 'gone' does not exist. Please create one using `npx prefect-core block create vault-credentials`, or omit --vault-credentials-block-name to use default credentials.",
  ],
  ["s3 a --bucket b", "There is no storage 's3' here. Install the package that brings it: `npm install prefect-aws`."],
  ["tape a", "There is no storage 'tape' here. Choose from local, vault, or install the package that brings it."],
])("storage configure %s is refused before anything is written", async (words, message) => {
  await succeed("work-pool create a --type process");
  expect(await cli.run(`work-pool storage configure ${words}`)).toMatchObject({ exitCode: 1, stderr: `${message}\n` });
  expect(await cli.json("work-pool storage inspect a")).toEqual({});
  expect(await cli.json("block ls")).toEqual([]);
});

test("on a terminal, what is missing is asked for", async () => {
  await succeed("work-pool create a --type process");
  const { exitCode } = await cli.run("--prompt work-pool storage configure vault a --vault-credentials-block-name ", {
    input: `${directory}\n`,
  });
  expect(exitCode).toBe(1);
  const asked = await cli.run(`--prompt work-pool storage configure vault a --directory ${directory}`, { input: "\n" });
  expect(asked.stdout).toContain("(press Enter to use default credentials)");
  expect(asked.exitCode).toBe(0);
});

test("storage check tells for bundles and results what works", async () => {
  await configure();
  const stdout = await succeed("work-pool storage check a");
  expect(stdout).toContain(`vault ${directory} (bundles)\n  ✓ write\n  ✓ read\n`);
  expect(stdout).toContain(`vault ${directory}/results (results)`);
  const [bundles] = await cli.json<readonly { readonly checks: readonly object[] }[]>("work-pool storage check a");
  expect(bundles?.checks).toContainEqual({ operation: "delete", problem: null });
});

test("storage check of a pool without configured storage tries the default of its type", async () => {
  await succeed("work-pool create a --type process");
  expect(await succeed("work-pool storage check a")).toContain("(bundles)\n  ✓ write");
});

test("storage check says of each operation that fails what it met", async () => {
  await succeed("work-pool create a --type process");
  await writeFile(join(cli.cwd, "blocked"), "a file where the directory should be");
  await mkdir(join(cli.cwd, "elsewhere"));
  await succeed("work-pool storage configure local a --basepath elsewhere");
  const failed = await cli.run("work-pool storage configure local a --basepath blocked");
  expect(failed.stderr).toContain("the storage could not be tried from here");
  const checked = await cli.run("work-pool storage check a");
  expect(checked.exitCode).toBe(1);
  expect(checked.stdout).toMatch(/✗ write: Could not write "probes\/[^]*✗ read/);
  expect(checked.stderr).toContain("Runs of work pool 'a' cannot use its storage: 'write', 'read'");
});
