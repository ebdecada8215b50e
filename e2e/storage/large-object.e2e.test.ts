import path from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { mustRun } from "../harness/run-command.ts";
import { loadScale } from "../harness/scale.ts";
import { minioServer, motoServer } from "../harness/s3-server.ts";

const bytes = Math.ceil(loadScale() * 2_000_000_000);
const server = minioServer() ?? motoServer();

describe(`an object of ${bytes} bytes, with less than 200 MB of memory,`, () => {
  let bucket: string;
  beforeAll(async () => {
    bucket = await server.createBucket();
  });

  test.each(["up", "down"])(
    "is carried %s",
    async (way) => {
      const script = path.join(import.meta.dirname, "large-object.mjs");
      const command = [process.execPath, script, server.url, bucket, String(bytes), way];
      const output = await mustRun(command, { cwd: import.meta.dirname, timeoutSeconds: 280 });
      const { outcome, residentMegabytes } = JSON.parse(output) as { outcome: boolean; residentMegabytes: number };
      expect(outcome).toBe(true);
      expect(residentMegabytes).toBeLessThan(200);
    },
    300_000,
  );
});
