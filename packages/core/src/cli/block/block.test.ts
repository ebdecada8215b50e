import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openControlPlane } from "../../control-plane/open-control-plane.ts";
import type { BlockDocumentRecord, BlockTypeRecord } from "../../control-plane/records/block.ts";
import { createCliHome, type CliHome } from "../cli-home.ts";
import { installVaultPlugin } from "../fixtures/vault-plugin.ts";

let cli: CliHome;

beforeEach(async () => {
  cli = await createCliHome();
  await installVaultPlugin(cli.cwd);
});

afterEach(async () => {
  await (await openControlPlane({ home: cli.home })).close();
  await cli[Symbol.asyncDispose]();
});

const succeed = async (commandLine: string, input = "") => {
  const { exitCode, stdout, stderr } = await cli.run(commandLine, { input });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
};

test("block register makes a package's types known, under its own name or Prefect's name of the module", async () => {
  for (const name of ["prefect-vault", "prefect_vault.credentials"]) {
    const stdout = await succeed(`block register -m ${name}`);
    expect(stdout).toMatch(/^Successfully registered 2 blocks\n/);
    expect(stdout).toContain("│ Vault Credentials │");
  }
  const types = await cli.json<readonly BlockTypeRecord[]>("block type ls");
  expect(types.map(({ slug }) => slug)).toEqual(["local-file-system", "secret", "vault", "vault-credentials"]);
  expect(await succeed("block type ls")).toMatch(/│ vault +│ For tests +│ prefect block create vault +│/);
});

test("block register makes the classes of a file known", async () => {
  const blockType = { slug: "own", name: "Own", description: "Ours", fields: {}, capabilities: [], version: "1" };
  await writeFile(
    join(cli.cwd, "own.mjs"),
    `export class Own { static blockType = ${JSON.stringify(blockType)} }\nexport const other = 1;`,
  );
  expect(await succeed("block register -f own.mjs")).toContain("Successfully registered 1 block\n");
  expect(await cli.json("block type inspect own")).toMatchObject({ block_type: { slug: "own", name: "Own" } });
});

test.each([
  ["register", "Please specify either a module or a file"],
  ["register -m prefect_aws", "'prefect-aws' is no plugin among the dependencies of this project"],
  ["register -f missing.ts", "There is no file"],
  ["inspect", "Must provide a block slug or id"],
  ["inspect mine", "'mine' is not valid. Slug must contain a '/'"],
  ["inspect secret/gone", "Block 'secret/gone' not found!"],
  ["delete secret/gone", "Block 'secret/gone' not found!"],
  ["create gone", "Block type 'gone' not found!"],
  ["create secret", "to display the Prefect UI"],
  ["create secret --name a", "both --name and --from-file"],
  ["type inspect gone", "Block type 'gone' not found!"],
  ["type delete secret", "Block Type 'secret' is a protected block!"],
])("block %s is refused with the reason", async (words, message) => {
  expect(await cli.run(`block ${words}`)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
});

test("no output shows a secret, and what is no JSON is not quoted", async () => {
  await succeed("block create secret --name key --from-file -", '{"value":"hunter2"}');
  const outputs = await Promise.all([
    succeed("block ls"),
    succeed("block ls --output json"),
    succeed("block inspect secret/key"),
    succeed("block inspect secret/key --output json"),
  ]);
  expect(outputs.join("\n")).not.toContain("hunter2");
  expect(outputs[2]).toMatch(/secret\/key\n┌─+┬─+┐\n│ Block Type │ Secret +│\n[^]*│ value +│ \*{8} +│/);
  const broken = await cli.run("block create secret --name other --from-file -", { input: '{"value": hunter2' });
  expect(broken.stderr).toBe("Standard input is not a JSON object of fields.\n");
});

test("a block is replaced only when that is asked for, found by id, and deleted", async () => {
  await succeed("block create secret --name key --from-file -", '{"value":"1"}');
  const again = await cli.run("block create secret --name key --from-file -", { input: '{"value":"2"}' });
  expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("with --overwrite on the command line") });
  await succeed("block create secret --name key --from-file - --overwrite", '{"value":"2"}');
  const [block] = await cli.json<readonly BlockDocumentRecord[]>("block ls");
  expect(await succeed(`block inspect --id ${block?.id ?? ""}`)).toContain("secret/key");
  const client = await openControlPlane({ home: cli.home });
  expect((await client.readBlockDocumentByName("secret", "key"))?.data).toEqual({ value: "2" });
  expect(await succeed("block delete secret/key")).toBe("Deleted Block 'secret/key'.\n");
  expect(await cli.json("block ls")).toEqual([]);
});

test("deleting a block type deletes its blocks", async () => {
  await succeed("block register -m prefect-vault");
  await succeed("block create vault-credentials --name mine --from-file -", '{"token":"t"}');
  expect(await succeed("block type inspect vault-credentials")).toMatch(/token +│ title: Token/);
  expect(await succeed("block type delete vault-credentials")).toBe("Deleted Block Type 'vault-credentials'.\n");
  expect(await cli.json("block ls")).toEqual([]);
});
