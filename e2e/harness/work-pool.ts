import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { BaseJobTemplate, Json, JsonObject } from "prefect-core/provider";
import { azureServer } from "./azure-server.ts";
import { motoServer } from "./s3-server.ts";
import type { UserHome } from "./user-home.ts";

export interface TestWorkPool {
  readonly name: string;
  readonly type: string;
  /** Default: that of the type. */
  readonly template?: BaseJobTemplate;
}

/** A work pool of the user, without storage. */
export async function createWorkPool(home: UserHome, { name, type, template }: TestWorkPool): Promise<void> {
  const file = path.join(home.directory, `template-${name}.json`);
  if (template !== undefined) await writeFile(file, JSON.stringify(template));
  const given = template === undefined ? [] : ["--base-job-template", file];
  await home.prefect("work-pool", "create", name, "--type", type, ...given);
}

/** A bucket, and where it is reached. */
export interface S3Place {
  readonly url: string;
  readonly bucket: string;
}

export interface StoreInS3Options {
  /** Default: the suite's server, and a new bucket of it. */
  readonly at?: S3Place;
  /** A block that travels as the pool's template allows, or what submitter and runs each have by themselves. Default: a block. */
  readonly credentials?: "block" | "default-chain";
}

/** Has a pool keep code and results in S3. */
export async function storeInS3(
  home: UserHome,
  workPool: string,
  { at, credentials = "block" }: StoreInS3Options = {},
): Promise<void> {
  const { url, bucket } = at ?? { url: motoServer().url, bucket: await motoServer().createBucket() };
  const configure = ["work-pool", "storage", "configure", "s3", workPool, "--bucket", bucket];
  if (credentials === "default-chain") return void (await home.prefect(...configure));
  await home.run("../../storage/flows/save-credentials", ["mine", url]);
  await home.prefect(...configure, "--aws-credentials-block-name", "mine");
}

/** Has a pool keep code and results in Azure Blob Storage: a new container of the suite's server. */
export async function storeInBlobStorage(home: UserHome, workPool: string): Promise<void> {
  const server = azureServer();
  await home.run("../../storage/flows/save-azure-credentials", ["mine", server.connectionString]);
  const place = ["--container", await server.createContainer()];
  const credentials = ["--azure-blob-storage-credentials-block-name", "mine"];
  await home.prefect("work-pool", "storage", "configure", "azure-blob-storage", workPool, ...place, ...credentials);
}

/** A template with defaults of the pool, so that calls need not say them. */
export function withDefaults(given: BaseJobTemplate, defaults: JsonObject): BaseJobTemplate {
  const template = structuredClone(given) as unknown as {
    readonly variables: { readonly properties: Record<string, { default?: Json }> };
  };
  for (const [name, value] of Object.entries(defaults)) {
    const variable = template.variables.properties[name];
    if (variable === undefined) throw new Error(`The template has no variable ${name}.`);
    Object.assign(variable, { default: value });
  }
  return template as unknown as BaseJobTemplate;
}
