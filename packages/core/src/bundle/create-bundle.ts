import type { FlowDefinition } from "../contracts/flow.ts";
import { minimumNodeMajor } from "./build/build-module.ts";
import type { Bundle } from "./bundle.ts";
import { loadCodeParts } from "./code-parts.ts";
import { exportName } from "./extraction/rewrite-module.ts";

/** Packs a flow: its code by value. Sends nothing. */
export async function createBundle(definition: FlowDefinition): Promise<Bundle> {
  const { code, sourceMap, warnings } = await loadCodeParts(definition);
  return { code, sourceMap, files: null, exportName, minimumNodeMajor, includedFiles: [], warnings };
}
