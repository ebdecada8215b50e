import { dirname } from "node:path";
import type { FlowDefinition } from "../contracts/flow.ts";
import { buildModule } from "./build/build-module.ts";
import { type BundlePart, toBundlePart } from "./bundle-part.ts";
import { toEntryCode } from "./extraction/entry-code.ts";
import { extractFlow } from "./extraction/extract-flow.ts";
import type { FunctionSignature } from "./extraction/function-signature.ts";
import { type InputSnapshot, isUnchanged, takeSnapshot } from "./input-snapshot.ts";
import { codeKey, sourceMapKey } from "./run-layout.ts";
import { findFlowCall } from "./site/find-flow-call.ts";
import { originalFile } from "./site/original-file.ts";

/** A flow's code and its source map. */
export interface CodeParts {
  readonly code: BundlePart;
  readonly sourceMap: BundlePart;
  /** The directory of the flow's original source. */
  readonly directory: string;
  /** Of the flow's function in its source; `null` where the source does not show it. */
  readonly signature: FunctionSignature | null;
  readonly warnings: readonly string[];
}

interface CachedParts {
  readonly parts: CodeParts;
  readonly inputs: InputSnapshot;
}

/** Kept by site, so that a flow and its copies are built once; a build under way is shared. */
const cache = new Map<string, Promise<CachedParts>>();

/** Builds the flow's code, or gives what was built before where none of its files has changed since. */
export async function loadCodeParts(definition: FlowDefinition): Promise<CodeParts> {
  const key = definition.site.stack;
  const cached = await cache.get(key)?.catch(() => null);
  if (cached && isUnchanged(cached.inputs)) return cached.parts;
  const building = buildParts(definition);
  cache.set(key, building);
  const { parts } = await building;
  return parts;
}

async function buildParts(definition: FlowDefinition): Promise<CachedParts> {
  const flowCall = findFlowCall(definition);
  const extracted = extractFlow(definition.name, flowCall);
  const entry = { file: extracted.file, code: await toEntryCode(extracted) };
  const { code, sourceMap, inputFiles, warnings } = await buildModule(definition.name, entry);
  return {
    parts: {
      code: toBundlePart(codeKey, code),
      sourceMap: toBundlePart(sourceMapKey, sourceMap),
      signature: extracted.signature,
      directory: dirname(originalFile(flowCall)),
      warnings: [...new Set([...extracted.warnings, ...warnings])],
    },
    inputs: takeSnapshot(inputFiles),
  };
}
