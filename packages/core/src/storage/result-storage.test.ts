import { expect, test } from "@jest/globals";
import type { StorageCredentials, StorageType } from "../contracts/storage-type.ts";
import type { BlockReader, StoredBlock } from "./block-reader.ts";
import { createMemoryStorage } from "./memory-storage.ts";
import { openConfiguredStorage } from "./open-configured-storage.ts";
import { registerStorageModule } from "./open-storage.ts";
import { findResultStorage, openResultStorage } from "./result-storage.ts";

const openedWith: (StorageCredentials | null)[] = [];
const vaultType: StorageType = {
  specificationVersion: "v1",
  module: "prefect_vault.bundles",
  name: "vault",
  displayName: "Vault",
  options: [{ argument: "place", description: "Where.", isRequired: true }],
  credentials: { argument: "vault_credentials_block_name", blockTypeSlug: "vault-credentials" },
  resultBlock: {
    blockTypeSlug: "vault",
    credentialsField: "key",
    toData: (storageArguments, credentials) => ({ ...storageArguments, key: credentials }),
    toArguments: ({ place = null }) => ({ place }),
  },
  async open(_arguments, { credentials }) {
    openedWith.push(credentials);
    return createMemoryStorage();
  },
};
registerStorageModule(vaultType);

function block(slug: string, name: string, data: StoredBlock["data"]): StoredBlock {
  return { id: `id of ${name}`, name, data, block_type: { slug } };
}

const blocks = [
  block("vault", "results", { place: "p", key: { token: "t" } }),
  block("vault", "ambient", { place: "p", key: {} }),
  {
    ...block("vault", "linked", { place: "p", key: { token: "m" } }),
    block_document_references: {
      key: { block_document: { name: "mine", block_type: { slug: "vault-credentials" }, is_anonymous: false } },
    },
  },
  { ...block("vault", "orphaned", { place: "p" }), block_document_references: { key: {} } },
  block("vault-credentials", "mine", { token: "m" }),
  block("json", "thing", {}),
  block("local-file-system", "here", { basepath: "/data" }),
  block("local-file-system", "odd", { basepath: 7 }),
];
const reader: BlockReader = {
  readBlockDocument: async (id) => blocks.find((each) => each.id === id) ?? Promise.reject(new Error("none")),
  readBlockDocumentByName: async (slug, name) =>
    blocks.find((each) => each.name === name && each.block_type?.slug === slug) ?? null,
};

test("results are kept in any block that a storage knows, with the credentials within it", async () => {
  const found = await findResultStorage(reader, "vault/results");
  expect(found).toEqual({
    module: "prefect_vault.bundles",
    arguments: { place: "p" },
    blockDocumentId: "id of results",
    credentials: { block: "vault/results/key", data: { token: "t" } },
  });
  const storage = await openResultStorage(found);
  expect(openedWith).toEqual([found.credentials]);
  const again = await openResultStorage(await findResultStorage(reader, { blockDocumentId: "id of results" }));
  expect(again).toBe(storage);
  expect((await findResultStorage(reader, "vault/ambient")).credentials).toBeNull();
  // The same name as a step has for it, so that both are handed on as one.
  expect(await findResultStorage(reader, "vault/linked")).toMatchObject({
    credentials: { block: "vault-credentials/mine", data: { token: "m" } },
  });
  expect(await findResultStorage(reader, "local-file-system/here")).toMatchObject({ arguments: { basepath: "/data" } });
});

test("a result block that cannot be used is refused with its name and the reason", async () => {
  await expect(findResultStorage(reader, "json/thing")).rejects.toThrow(
    "Result storage 'json/thing' cannot be used: no installed package keeps results in blocks of type 'json'",
  );
  await expect(findResultStorage(reader, "vault/gone")).rejects.toThrow("there is no such block");
  await expect(findResultStorage(reader, "vault")).rejects.toThrow("does not name a block type and a block");
  await expect(findResultStorage(reader, "vault/orphaned")).rejects.toThrow(
    `Block 'vault/orphaned' cannot be used: its field "key" refers to a block that was deleted.`,
  );
  await expect(findResultStorage(reader, "local-file-system/odd")).rejects.toThrow(
    `Block 'local-file-system/odd' cannot be used: its field "basepath" must be the path of a directory`,
  );
});

test("a step's storage is opened with the block that it names, in either spelling of its module", async () => {
  openedWith.length = 0;
  for (const module of ["prefect_vault.bundles.upload", "prefect_vault.experimental.bundles.execute"]) {
    const storageArguments = { place: module, vault_credentials_block_name: "mine" };
    await openConfiguredStorage(reader, { module, arguments: storageArguments });
  }
  const mine = { block: "vault-credentials/mine", data: { token: "m" } };
  expect(openedWith).toEqual([mine, mine]);
});

test("a step that names a missing block, or a package that is not installed, is refused with the mend", async () => {
  const gone = { module: "prefect_vault.bundles", arguments: { place: "p", vault_credentials_block_name: "gone" } };
  await expect(openConfiguredStorage(reader, gone)).rejects.toThrow("Block 'vault-credentials/gone' does not exist.");
  const absent = { module: "prefect_absent.experimental.bundles.upload", arguments: {} };
  await expect(openConfiguredStorage(reader, absent)).rejects.toThrow("npm install prefect-absent");
});
