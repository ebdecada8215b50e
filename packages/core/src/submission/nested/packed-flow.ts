import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle } from "../../bundle/bundle.ts";
import { type BundlePart, toBundlePart } from "../../bundle/bundle-part.ts";
import { minimumNodeMajor } from "../../bundle/code-module.ts";
import type { Layer } from "../../bundle/layer/load-layer.ts";
import { codeKey, layerKey, sourceMapKey, submitterKey, valuesKey } from "../../bundle/run-layout.ts";
import type { FlowBrand } from "../../contracts/flow.ts";
import { type NestedContext, submitterPath } from "../../engine/child/nested-submitters.ts";
import { loadSettings } from "../../settings/load-settings.ts";
import { thisPlatform } from "../../settings/this-platform.ts";
import type { PackedFlow } from "../binding.ts";
import type { NestedParts } from "./nested-parts.ts";

/** A flow of the code that runs here, packed from what the runner laid out: the same code, another of its flows. */
export function createPackedFlow(context: NestedContext, flow: FlowBrand): () => Promise<PackedFlow> {
  return async () => {
    const exportName = context.flowReference(flow);
    const parts = await loadParts(context);
    const { name, parameterNames } = flow["~flow"];
    return {
      ...parts,
      bundle: {
        ...parts.bundle,
        exportName,
        flowName: name,
        parameterNames,
      },
    };
  };
}

type LaidOutParts = Omit<PackedFlow, "bundle"> & {
  readonly bundle: Omit<Bundle, "exportName" | "flowName" | "parameterNames">;
};

const loaded = new Map<string, Promise<LaidOutParts>>();

function loadParts(context: NestedContext): Promise<LaidOutParts> {
  const loading = loaded.get(context.directory) ?? readParts(context);
  loaded.set(context.directory, loading);
  return loading;
}

async function readParts(context: NestedContext): Promise<LaidOutParts> {
  const { directory } = context;
  const part = async (name: string, toKey: (sha256: string) => string): Promise<BundlePart | null> => {
    const content = await readFile(join(directory, name)).catch(() => null);
    return content === null ? null : toBundlePart(toKey, content);
  };
  const [code, sourceMap, values, layer] = await Promise.all([
    part("code.mjs", codeKey),
    part("code.mjs.map", sourceMapKey),
    part("values", valuesKey),
    part("core/layer.tar", layerKey),
  ]);
  if (code === null) throw new Error(`No code lies in ${directory}.`);
  return {
    bundle: {
      code,
      sourceMap,
      values,
      files: null,
      packages: [],
      plugins: [],
      directory,
      minimumNodeMajor,
      includedFiles: [],
      explanation: {
        file: join(directory, "code.mjs"),
        kept: [],
        droppedLines: [],
        captured: [],
        snapshots: [],
        sizes: [],
        external: [],
        suspectedSecrets: [],
      },
      warnings: [],
    },
    layer: layer && toLayer(layer),
    nested: await readNested(context),
    isParentKnown: context.isLocal || Boolean(loadSettings().apiUrl),
  };
}

/** As the run itself found it: what it was packed for is what this is. */
function toLayer(part: BundlePart): Layer {
  return { part, platform: { ...thisPlatform(), nodeMajor: null }, packages: [], warnings: [] };
}

async function readNested({
  directory,
  version,
  isLocal,
  runnerImage,
  submitters,
  workPools,
}: NestedContext): Promise<NestedParts> {
  const found = submitters.map(async ({ plugin }) => {
    const content = await readFile(join(directory, submitterPath(plugin)));
    return { plugin, part: toBundlePart(submitterKey, content) };
  });
  return { version, isLocal, runnerImage, submitters: await Promise.all(found), workPools };
}
