import path from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { azureServer } from "../harness/azure-server.ts";
import { gcsServer } from "../harness/gcs-server.ts";
import { mustRun } from "../harness/run-command.ts";
import { loadScale } from "../harness/scale.ts";
import { minioServer, motoServer } from "../harness/s3-server.ts";

const bytes = Math.ceil(loadScale() * 2_000_000_000);
const s3 = minioServer() ?? motoServer();
const [gcs, azure] = [gcsServer(), azureServer()];

describe.each([
  { kind: "s3", url: s3.url, create: () => s3.createBucket() },
  { kind: "gcs", url: gcs.url, create: () => gcs.createBucket() },
  { kind: "azure", url: azure.connectionString, create: () => azure.createContainer() },
])(`$kind: an object of ${bytes} bytes, with less than 200 MB of memory,`, ({ kind, url, create }) => {
  let place: string;
  beforeAll(async () => {
    place = await create();
  });

  test.each(["up", "down"])(
    "is carried %s",
    async (way) => {
      const script = path.join(import.meta.dirname, "large-object.mjs");
      const command = [process.execPath, script, kind, url, place, String(bytes), way];
      // What waits for the garbage collector depends on what else the machine does: the least of three counts.
      let residentMegabytes = Number.POSITIVE_INFINITY;
      for (let tries = 0; tries < 3 && residentMegabytes >= 200; tries += 1) {
        const output = await mustRun(command, { cwd: import.meta.dirname, timeoutSeconds: 280 });
        const result = JSON.parse(output) as { outcome: boolean; residentMegabytes: number };
        expect(result.outcome).toBe(true);
        residentMegabytes = Math.min(residentMegabytes, result.residentMegabytes);
      }
      expect(residentMegabytes).toBeLessThan(200);
    },
    900_000,
  );
});
