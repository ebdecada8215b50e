import { randomUUID } from "node:crypto";
import { requireSetting } from "./required-setting.ts";

/** A server that speaks Cloud Storage's JSON API. */
export interface GcsServer {
  readonly url: string;
  /** Makes an empty bucket and answers its name. */
  createBucket(): Promise<string>;
}

/** The server of the suite. */
export function gcsServer(): GcsServer {
  const url = requireSetting("PREFECT_TEST_GCS_URL");
  return {
    url,
    async createBucket() {
      const name = `bucket-${randomUUID()}`;
      const response = await fetch(`${url}/storage/v1/b?project=test`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name }),
      });
      if (!response.ok) throw new Error(`The bucket ${name} was not made: ${response.status} ${await response.text()}`);
      return name;
    },
  };
}
