import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FlowBrand, FlowDefinition, NamedParameters } from "../../contracts/flow.ts";
import { BundleExportError } from "../../errors/bundle-export-error.ts";
import { decodeValue } from "../../serialization/decode-value.ts";

/** Loads the bundle's code and gives the flow that it exports under this name. */
export async function loadFlow(directory: string, exportName: string): Promise<FlowDefinition> {
  const code = (await import(pathToFileURL(join(directory, "code.mjs")).href)) as Record<string, unknown>;
  const exported = code[exportName];
  if (!isFlow(exported)) throw new BundleExportError({ exportName, exports: Object.keys(code) });
  return exported["~flow"];
}

/** The parameters that the submitter sent. */
export async function loadParameters(directory: string): Promise<NamedParameters> {
  const input = await readFile(join(directory, "input"));
  // Tagged JSON reads plain JSON as what it is.
  return decodeValue(input, "tagged-json") as NamedParameters;
}

function isFlow(value: unknown): value is FlowBrand {
  return typeof value === "function" && "~flow" in value;
}
