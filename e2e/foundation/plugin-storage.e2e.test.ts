import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { installVaultPlugin } from "../../packages/core/src/cli/fixtures/vault-plugin.ts";
import { createProject, type Project } from "../harness/project.ts";

/** What only the plugin's credentials block has, and nothing that is written down may. */
const token = "open sesame";

let project: Project;
let vault: string;

beforeAll(async () => {
  project = await createProject();
  vault = path.join(project.directory, "vault");
  await installVaultPlugin(project.directory);
  await project.write({
    "package.json": JSON.stringify({ type: "module", dependencies: { "prefect-vault": "*" } }),
    "token.json": JSON.stringify({ token }),
    "main.ts": `import { flow, localProcess } from "prefect-core";
const train = localProcess({ workPool: "vaulted" })(flow({ name: "train" }, async (epochs: number) => ({
  epochs,
  told: Object.keys(process.env).filter((name) => name.startsWith("PREFECT__")),
})));
console.log(JSON.stringify(await Promise.all([train(1), train(2), train(3)])));
`,
  });
  await project.prefect("work-pool", "create", "vaulted", "--type", "process");
  await project.prefect("block", "create", "vault-credentials", "--name", "mine", "--from-file", "token.json");
  const credentials = ["--vault-credentials-block-name", "mine"];
  await project.prefect("work-pool", "storage", "configure", "vault", "vaulted", "--directory", vault, ...credentials);
});

afterAll(() => project.remove());

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

test("a run reaches a plugin's storage with the credentials block, and nothing that is written down holds a secret", async () => {
  const { exitCode, stdout, stderr } = await project.node(["main.ts"]);
  expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
  const results = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { epochs: number; told: string[] }[];
  expect(results.map(({ epochs }) => epochs)).toEqual([1, 2, 3]);
  expect(results.flatMap(({ told }) => told).filter((name) => /STORAGE|RUNNER/.test(name))).toEqual([]);

  const stored = await filesBelow(vault);
  expect(stored.filter((file) => file.includes(`${path.sep}code${path.sep}`) && file.endsWith(".mjs.gz"))).toHaveLength(
    1,
  );
  expect(stored.filter((file) => path.dirname(file) === path.join(vault, "results"))).toHaveLength(3);
  for (const file of [...stored, ...(await filesBelow(project.home))]) {
    expect([file, (await readFile(file)).includes(token)]).toEqual([file, false]);
  }
  expect(stdout + stderr).not.toContain(token);
});

test("a call whose credentials block is gone is refused before its run exists, with the block's name", async () => {
  await project.prefect("block", "delete", "vault-credentials/mine", "--yes");
  const runs = await project.prefect("flow-run", "ls", "--output", "json");
  const { exitCode, stderr } = await project.node(["main.ts"]);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("BlockNotFoundError: Block 'vault-credentials/mine' does not exist.");
  expect(await project.prefect("flow-run", "ls", "--output", "json")).toBe(runs);
});
