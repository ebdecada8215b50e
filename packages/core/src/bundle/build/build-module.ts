import { dirname, resolve } from "node:path";
import { build, type BuildFailure, type Message, type Metafile } from "esbuild";
import { BundleBuildError } from "../../errors/bundle-build-error.ts";
import { CircularImportError } from "../../errors/circular-import-error.ts";
import { minimumNodeMajor } from "../code-module.ts";
import { bundlePlugin, type ModuleCode } from "./bundle-plugin.ts";
import { commonJsBanner, commonJsDefines } from "./commonjs-globals.ts";
import { packageNameOf } from "./resolve-package.ts";
import { projectRoot } from "./project-root.ts";

export interface BuiltModule {
  readonly code: Uint8Array;
  readonly sourceMap: Uint8Array;
  /** Every file that the module was made of. */
  readonly inputFiles: readonly string[];
  readonly warnings: readonly string[];
  /** Bytes in the code by package, largest first; the project's own are `.`. */
  readonly sizes: readonly { readonly package: string; readonly bytes: number }[];
  /** Modules that it imports where it runs, but for the engine. */
  readonly external: readonly string[];
}

/**
 * Builds one ES module out of an extracted entry and everything it imports. The same content gives the same bytes in
 * whatever directory the project lies.
 *
 * @throws CircularImportError where a module that the entry imports imports the entry
 * @throws BundleBuildError where an import cannot be resolved or read
 */
export async function buildModule(
  flowName: string,
  entry: ModuleCode,
  captured: readonly ModuleCode[],
): Promise<BuiltModule> {
  const root = projectRoot(dirname(entry.file));
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry.file],
    outfile: resolve(root, "code.mjs"),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: `node${minimumNodeMajor}`,
    keepNames: true,
    sourcemap: "external",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
    banner: { js: commonJsBanner },
    define: commonJsDefines,
    plugins: [bundlePlugin(entry, captured)],
  }).catch((failure: BuildFailure) => {
    throw toBuildError(flowName, entry.file, root, failure);
  });
  refuseCycle(flowName, entry.file, root, result.metafile);
  const output = (end: string): Uint8Array =>
    result.outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array();
  return {
    code: output(".mjs"),
    sourceMap: output(".mjs.map"),
    inputFiles: Object.keys(result.metafile.inputs).map((input) => resolve(root, input.replace(/\?.*$/, ""))),
    warnings: result.warnings.map(describeMessage),
    ...describeOutput(result.metafile),
  };
}

function describeOutput({ outputs }: Metafile): Pick<BuiltModule, "sizes" | "external"> {
  const output = Object.entries(outputs).find(([file]) => file.endsWith(".mjs"))?.[1];
  const bytes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const inPackage = input.split("node_modules/").at(-1) ?? "";
    const name = input.includes("node_modules/") ? packageNameOf(inPackage) : ".";
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  const imports = output?.imports ?? [];
  return {
    sizes: [...bytes]
      .map(([name, size]) => ({ package: name, bytes: size }))
      .sort((left, right) => right.bytes - left.bytes),
    external: [...new Set(imports.map(({ path }) => path).filter((path) => !path.startsWith("./")))].sort(),
  };
}

/** A module below the entry that imports it back would run without the exports and statements that stayed behind. */
function refuseCycle(flowName: string, file: string, root: string, { inputs }: Metafile): void {
  for (const [input, { imports }] of Object.entries(inputs)) {
    const importer = resolve(root, input);
    const returns = imports.some(({ path, external }) => !external && resolve(root, path) === file);
    if (returns && importer !== file) throw new CircularImportError({ flowName, file, importer, name: null });
  }
}

function toBuildError(flowName: string, file: string, root: string, failure: BuildFailure): Error {
  for (const { text, location } of failure.errors ?? []) {
    const [, target, name] = /^No matching export in "(.+)" for import "(.+)"$/.exec(text) ?? [];
    if (target === undefined || name === undefined || location === null || resolve(root, target) !== file) continue;
    return new CircularImportError({ flowName, file, importer: resolve(root, location.file), name });
  }
  return new BundleBuildError({
    flowName,
    file,
    problems: (failure.errors ?? []).map(describeMessage),
    cause: failure,
  });
}

function describeMessage({ text, location }: Message): string {
  return location === null ? text : `${location.file}:${location.line}: ${text}`;
}
