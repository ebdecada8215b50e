import type { FlowDefinition } from "../contracts/flow.ts";
import { IncludeFilesTypeError } from "../errors/include-files-type-error.ts";
import type { Bundle } from "./bundle.ts";
import type { FunctionSignature } from "./extraction/function-signature.ts";
import type { IncludedFiles } from "./include-files/files-part.ts";
import { exportName, minimumNodeMajor } from "./code-module.ts";

/** What a bundle holds beside the flow's code. */
export interface BundleOptions {
  /** Patterns relative to the flow's directory, in order; one that starts with `!` takes away what came before. */
  readonly includeFiles?: readonly string[];
  /** Packages that go along as they are, beside those that must. */
  readonly external?: readonly string[];
}

/**
 * Packs a flow: its code by value, and the files that it takes along. Sends nothing. What has been built before in this
 * process is given again while the files that it was made of have not changed.
 *
 * @throws FlowSourceNotFoundError, ClosureNotSupportedError, FlowResultCapturedError, CircularImportError or
 *   BundleBuildError where the code cannot travel
 * @throws IncludeFilesError or IncludeFilesTypeError where files are missing or refused
 */
export async function createBundle(definition: FlowDefinition, options: BundleOptions = {}): Promise<Bundle> {
  const { includeFiles = [], external = [] } = options;
  if (!Array.isArray(includeFiles) || !includeFiles.every((pattern) => typeof pattern === "string")) {
    throw new IncludeFilesTypeError({ flowName: definition.name, value: includeFiles });
  }
  const { startBundler } = await import("./build/start-bundler.ts");
  startBundler();
  const { loadCodeParts } = await import("./code-parts.ts");
  const parts = await loadCodeParts(definition, external);
  const { code, sourceMap, values, directory, packages, plugins, signature, warnings, explanation } = parts;
  const included = await includeFilesFrom(definition.name, directory, includeFiles);
  return {
    code,
    sourceMap,
    values,
    files: included.part,
    packages,
    plugins,
    directory,
    exportName,
    flowName: signature?.name ?? null,
    parameterNames: sourceNames(definition, signature),
    minimumNodeMajor,
    explanation,
    includedFiles: included.paths,
    warnings: [...warnings, ...included.warnings],
  };
}

/** Names go by position, so that they are of use only where the running function has as many. */
function sourceNames(definition: FlowDefinition, signature: FunctionSignature | null): readonly string[] | null {
  if (signature?.parameterNames.length !== definition.parameterNames.length) return null;
  return signature.parameterNames;
}

async function includeFilesFrom(
  flowName: string,
  directory: string,
  patterns: readonly string[],
): Promise<IncludedFiles> {
  if (patterns.length === 0) return { part: null, paths: [], warnings: [] };
  const { loadFilesPart } = await import("./include-files/files-part.ts");
  return await loadFilesPart(flowName, directory, patterns);
}
