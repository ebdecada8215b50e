import { expect, test } from "@jest/globals";
import { createMemoryStorage } from "./memory-storage.ts";
import { openStorage, registerStorageModule } from "./open-storage.ts";

test("a step's module opens the storage that the step uploads to", async () => {
  for (const module of ["prefect_core.bundles", "prefect_core.bundles.upload", "prefect_core.bundles.execute"]) {
    const storage = await openStorage({ module, arguments: { basepath: "/data" } });
    expect(storage.reference()).toEqual({ module: "prefect_core.bundles", arguments: { basepath: "/data" } });
  }
});

test("a package's storage opens under every name that Prefect's editions gave its module", async () => {
  const storage = createMemoryStorage();
  const open = async (): Promise<typeof storage> => storage;
  registerStorageModule({ specificationVersion: "v1", module: "prefect_example.bundles", open });
  for (const module of ["prefect_example.bundles", "prefect_example.experimental.bundles.upload"]) {
    expect(await openStorage({ module, arguments: {} })).toBe(storage);
  }
});

test("a storage is opened with the credentials that it is given, else with the platform's own", async () => {
  const received: unknown[] = [];
  registerStorageModule({
    specificationVersion: "v1",
    module: "prefect_locked.bundles",
    async open(_arguments, { credentials }) {
      received.push(credentials);
      return createMemoryStorage();
    },
  });
  const reference = { module: "prefect_locked.bundles.execute", arguments: {} };
  const credentials = { block: "locked-credentials/mine", data: { key: "k" } };
  await openStorage(reference);
  await openStorage(reference, credentials);
  expect(received).toEqual([null, credentials]);
});

test("an unknown module, and arguments that name no place, are refused with the mend", async () => {
  await expect(openStorage({ module: "prefect_aws.bundles", arguments: {} })).rejects.toThrow(
    'No storage is known under the module "prefect_aws.bundles"',
  );
  await expect(openStorage({ module: "prefect_core.bundles", arguments: {} })).rejects.toThrow(
    'its argument "basepath" is missing',
  );
});
