import { once } from "node:events";
import { parseArgs } from "node:util";
import { startStorageEmulator } from "./storage-emulator.ts";

/** Runs Cloud Storage until it is interrupted. `--bucket NAME` is there from the beginning. */
export async function runStorage(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "0" },
      directory: { type: "string" },
      bucket: { type: "string", multiple: true, default: [] },
    },
  });
  const { port, directory, bucket } = values;
  const storage = await startStorageEmulator({
    port: Number(port),
    ...(directory === undefined ? {} : { directory }),
  });
  for (const name of bucket) storage.createBucket(name);
  process.stdout.write(`${storage.url}\nexport STORAGE_EMULATOR_HOST=${storage.url}\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await storage.close();
}
