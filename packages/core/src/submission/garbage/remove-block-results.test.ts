import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { flow, LocalFileSystem, localProcess } from "../../index.ts";
import { processInfrastructure } from "../../infrastructure/process/local-process.ts";
import { useTemporaryHome } from "../fixtures/temporary-home.ts";
import { collectGarbage, type GarbageCollection } from "./collect-garbage.ts";
import type { PoolType } from "./pool-launchers.ts";

const controlPlane = useTemporaryHome();
const hello = flow({ name: "hello" }, async (name: string) => `hello ${name}`);
const sweep = (collection: GarbageCollection) => Array.fromAsync(collectGarbage(collection));

test("a result in a block goes with what storage keeps of its run, which a block that is gone does not hold up", async () => {
  const client = await controlPlane();
  const { baseJobTemplate } = processInfrastructure;
  const pool = await client.createWorkPool({
    name: "blocks",
    type: "process",
    base_job_template: { ...baseJobTemplate },
  });
  const types = [processInfrastructure as unknown as PoolType];
  const now = new Date(Date.now() + 31 * 86_400_000);
  const collection = { client, pools: [pool], types, retentionDays: 30, now };
  const [kept, gone] = ["kept", "gone"].map((name) => path.join(String(process.env["PREFECT_HOME"]), name));
  const blocks = [new LocalFileSystem({ basepath: String(kept) }), new LocalFileSystem({ basepath: String(gone) })];
  for (const [index, block] of blocks.entries()) {
    const name = `results-${String(index)}`;
    await block.save(name);
    const storing = hello.withOptions({ resultStorage: `local-file-system/${name}` });
    expect(await localProcess({ workPool: "blocks" })(storing)("you")).toBe("hello you");
  }
  await client.deleteBlockDocument(String(blocks[1]?.blockDocumentId));

  await sweep({ ...collection, dryRun: true });
  expect(await readdir(String(kept))).toHaveLength(1);
  const findings = await sweep({ ...collection, dryRun: false });
  const runs = findings.filter((found) => "kind" in found && found.kind === "stored run");
  expect(runs).toMatchObject([
    { action: "removed", problem: null },
    { action: "removed", problem: null },
  ]);
  expect(await readdir(String(kept))).toEqual([]);
});
