import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRunnerStorage } from "./open-runner-storage.ts";
import type { Environment } from "./runner-settings.ts";

const retry = { retries: 0, firstDelaySeconds: 0, longestDelaySeconds: 0 };
const reference = { module: "prefect_vault.bundles", arguments: { place: "p", vault_credentials_block_name: "mine" } };

let directory = "";
let server: Server | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "prefect-runner-storage-"));
});

afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(directory, { recursive: true, force: true });
});

/** A module as a plugin ships it, whose storage only tells how it was opened. */
async function environmentWithModule(more: Environment = {}): Promise<Environment> {
  const path = join(directory, "prefect_vault.bundles.mjs");
  await writeFile(
    path,
    `export default {
       module: "prefect_vault.bundles",
       credentials: { argument: "vault_credentials_block_name", blockTypeSlug: "vault-credentials" },
       open: async (storageArguments, { credentials }) =>
         ({ describe: () => JSON.stringify({ storageArguments, credentials }) }),
     };`,
  );
  return { PREFECT__RUNNER_STORAGE_MODULES: JSON.stringify({ "prefect_vault.bundles": path }), ...more };
}

async function opened(environment: Environment, block?: string | null): Promise<unknown> {
  return JSON.parse((await openRunnerStorage(reference, environment, retry, block)).describe());
}

test("a storage is opened with the block that its step names, as the platform handed it over", async () => {
  const environment = await environmentWithModule({
    PREFECT__STORAGE_CREDENTIALS: JSON.stringify({
      "vault-credentials/mine": { key: "k" },
      "vault/results/key": { key: "r" },
    }),
  });
  expect(await opened(environment)).toEqual({
    storageArguments: reference.arguments,
    credentials: { block: "vault-credentials/mine", data: { key: "k" } },
  });
  expect(await opened(environment, "vault/results/key")).toMatchObject({ credentials: { data: { key: "r" } } });
  expect(await opened(environment, null)).toMatchObject({ credentials: null });
});

test("a block that was not handed over is loaded from the API with the runner's key", async () => {
  const requests: IncomingMessage[] = [];
  server = createServer((request, response) => {
    requests.push(request);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data: { key: "k", inner: { key: "i" } } }));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const apiUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api`;
  const environment = await environmentWithModule({ PREFECT_API_URL: apiUrl, PREFECT_API_KEY: "pnu_1" });
  expect(await opened(environment)).toMatchObject({ credentials: { data: { key: "k" } } });
  expect(await opened(environment, "vault/results/inner")).toMatchObject({ credentials: { data: { key: "i" } } });
  expect(requests.map(({ url }) => url)).toEqual([
    "/api/block_types/slug/vault-credentials/block_documents/name/mine?include_secrets=true",
    "/api/block_types/slug/vault/block_documents/name/results?include_secrets=true",
  ]);
  expect(requests[0]?.headers.authorization).toBe("Bearer pnu_1");
});

test("what keeps a storage from being opened is said with what to do, and without a secret", async () => {
  await expect(opened(await environmentWithModule())).rejects.toThrow("needs the block 'vault-credentials/mine'");
  await expect(opened({})).rejects.toThrow("COPY --from=prefecthq/prefect-typescript-runner");
  const broken = await environmentWithModule({ PREFECT__STORAGE_CREDENTIALS: '{"s3cret' });
  await expect(opened(broken)).rejects.toThrow("PREFECT__STORAGE_CREDENTIALS is not a JSON object");
  await expect(opened(broken)).rejects.not.toThrow("s3cret");
  await expect(openRunnerStorage({ module: "../evil", arguments: {} }, {}, retry)).rejects.toThrow("is not the name");
});
