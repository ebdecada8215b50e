import type { JsonObject } from "./json.ts";

/** The runner's variable for the credentials of its storages: `RunnerCredentials` as JSON. A secret. */
export const storageCredentialsVariable = "PREFECT__STORAGE_CREDENTIALS";

/** The data of credentials blocks, by `<block type>/<name>`, or `<block type>/<name>/<field>` for a field of a block. */
export type RunnerCredentials = Readonly<Record<string, JsonObject>>;

/** The runner's variable for the paths of storage modules by their names, as JSON, where they are not beside it. */
export const storageModulesVariable = "PREFECT__RUNNER_STORAGE_MODULES";
