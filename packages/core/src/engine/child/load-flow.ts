import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FlowBrand, FlowDefinition, FlowOptions, NamedParameters } from "../../contracts/flow.ts";
import type { EngineStart } from "../../contracts/runner-protocol.ts";
import { BundleExportError } from "../../errors/bundle-export-error.ts";
import { readTagged } from "../../serialization/read-value.ts";
import { completeFlows, referencedFlow } from "./made-flows.ts";
import { importCode } from "./import-code.ts";

/** Of parameters at a time. */
const readBytes = 1024 * 1024;

type LoadedStart = Pick<EngineStart, "exportName" | "flowName" | "parameterNames" | "options">;

/** Loads the bundle's code and gives the flow that it exports, with the name and the options of this run. */
export async function loadFlow(
  directory: string,
  { exportName, flowName, parameterNames, options }: LoadedStart,
): Promise<FlowDefinition> {
  const code = await importCode(directory, flowName);
  completeFlows();
  const exported = referencedFlow(exportName) ?? code[exportName];
  if (!isFlow(exported)) throw new BundleExportError({ exportName, exports: Object.keys(code) });
  const definition = exported["~flow"];
  return {
    ...definition,
    name: flowName,
    parameterNames,
    options: { ...definition.options, ...(options as FlowOptions) },
  };
}

/** The parameters that the submitter sent. */
export async function loadParameters(directory: string): Promise<NamedParameters> {
  const path = join(directory, "input");
  const { size } = await stat(path);
  // Tagged JSON reads plain JSON as what it is.
  const decode = await readTagged(createReadStream(path, { highWaterMark: readBytes }), size);
  return decode() as NamedParameters;
}

function isFlow(value: unknown): value is FlowBrand {
  return typeof value === "function" && "~flow" in value;
}
