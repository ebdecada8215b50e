import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BundlePart, toBundlePart } from "../../bundle/bundle-part.ts";
import { submitterKey } from "../../bundle/run-layout.ts";
import type { NestedSubmission, NestedWorkPool } from "../../contracts/nested-submission.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { loadSettings } from "../../settings/load-settings.ts";
import { packageVersion } from "../../settings/package-version.ts";
import { resolveWorkPool } from "../resolve-work-pool.ts";
import { boundPools, type BoundPool } from "./bound-pools.ts";

/** What a run takes along to submit the flows that its own calls. */
export interface NestedParts extends Omit<NestedSubmission, "submitters"> {
  readonly submitters: readonly { readonly plugin: string; readonly part: BundlePart }[];
}

/** A plugin whose decorators a flow's code uses. */
export interface UsedPlugin {
  readonly name: string;
  readonly directory: string;
}

const submitters = new Map<string, Promise<BundlePart | null>>();

/** `null` where the code uses no plugin, or none that can submit from within a run. */
export async function loadNestedParts(
  client: PrefectClient,
  plugins: readonly UsedPlugin[],
  isLocal: boolean,
): Promise<NestedParts | null> {
  if (plugins.length === 0) return null;
  const found = await Promise.all(
    plugins.map(async ({ name, directory }) => ({ plugin: name, part: await loadSubmitter(directory) })),
  );
  const available = found.flatMap(({ plugin, part }) => (part === null ? [] : [{ plugin, part }]));
  if (available.length === 0) return null;
  const pools = await Promise.all(boundPools().map((pool) => describePool(client, pool)));
  const workPools = pools.filter((pool) => pool !== null);
  const { runnerImage } = loadSettings();
  return { version: packageVersion(), isLocal, runnerImage, submitters: available, workPools };
}

/** A pool that is not as it should be fails the call that needs it, and not this one. */
async function describePool(client: PrefectClient, pool: BoundPool): Promise<NestedWorkPool | null> {
  try {
    const resolved = await resolveWorkPool(client, pool.infrastructure, pool.workPool, true);
    const { name, type, description, baseJobTemplate, storageConfiguration } = resolved;
    return { name, type, description, baseJobTemplate, storageConfiguration: { ...storageConfiguration } };
  } catch {
    return null;
  }
}

function loadSubmitter(directory: string): Promise<BundlePart | null> {
  let loading = submitters.get(directory);
  loading ??= readFile(join(directory, "dist", "submitter.mjs")).then(
    (content) => toBundlePart(submitterKey, content),
    () => null,
  );
  submitters.set(directory, loading);
  return loading;
}
