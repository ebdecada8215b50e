import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { BaseJobTemplate } from "prefect-core/provider";
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

export interface StoreInS3Options {
  /** Default: the suite's server, and a new bucket of it. */
  readonly at?: { readonly url: string; readonly bucket: string };
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
