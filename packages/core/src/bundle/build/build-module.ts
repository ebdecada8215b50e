import { dirname, resolve, sep } from "node:path";
import { build, type BuildFailure, type BuildOptions, type Message, type Metafile, type OutputFile } from "esbuild";
import { BundleBuildError } from "../../errors/bundle-build-error.ts";
import { CircularImportError } from "../../errors/circular-import-error.ts";
import { corePackageName, corePackageRoot } from "../../settings/core-package.ts";
import { minimumNodeMajor } from "../code-module.ts";
import type { ExternalPackage } from "../layer/external-package.ts";
import { loadModuleFile } from "../capture/function-source.ts";
import { importsWhole } from "../syntax/imports-whole.ts";
import { bundlePlugin, engineSpecifiers, type ModuleCode } from "./bundle-plugin.ts";
import { type EmbedOptions, embedFiles, type MappedCode } from "./embed-files.ts";
import { commonJsBanner, commonJsDefines } from "./commonjs-globals.ts";
import { withOriginalNames } from "./original-names.ts";
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
  /** The packages among them, sorted by name. */
  readonly packages: readonly ExternalPackage[];
  /** The packages whose decorators it uses, this one among them, sorted by name. */
  readonly plugins: readonly { readonly name: string; readonly directory: string }[];
}

/** What is built. */
export interface ModuleBuild {
  readonly flowName: string;
  readonly entry: ModuleCode;
  readonly captured: readonly ModuleCode[];
  /** Names of packages that stay outside though nothing about them says so. */
  readonly external: readonly string[];
}

/**
 * Builds one ES module out of an extracted entry and everything it imports. The same content gives the same bytes in
 * whatever directory the project lies.
 *
 * @throws CircularImportError where a module that the entry imports wants more of the entry
 * @throws BundleBuildError where an import cannot be resolved or read
 */
export async function buildModule({ flowName, entry, captured, external }: ModuleBuild): Promise<BuiltModule> {
  const found: ExternalPackage[] = [];
  const plugins = new Map<string, string>();
  const root = projectRoot(dirname(entry.file));
  const refuse = (failure: BuildFailure): never => {
    throw toBuildError(flowName, entry.file, root, failure);
  };
  const observed = {
    external,
    onExternal: (each: ExternalPackage) => void found.push(each),
    onPlugin: ({ name, directory }: BuiltModule["plugins"][number]) => void plugins.set(name, directory),
  };
  const result = await build({
    ...buildOptions(root),
    entryPoints: [entry.file],
    plugins: [bundlePlugin({ ...observed, entry, captured, engine: engineSpecifiers.code })],
  }).catch(refuse);
  refuseCycle(flowName, entry.file, root, result.metafile);
  const scriptImports: string[] = [];
  const embedding: EmbedOptions = {
    root,
    refuse: (problem) => new BundleBuildError({ flowName, file: entry.file, problems: [problem], cause: null }),
    async buildScript(file) {
      const plugins = [bundlePlugin({ ...observed, entry: null, captured: [], engine: engineSpecifiers.script })];
      const script = await build({ ...buildOptions(root), entryPoints: [file], plugins }).catch(refuse);
      scriptImports.push(...describeOutput(script.metafile).external);
      const { code, inputFiles } = await embedFiles(outputOf(root, script), embedding);
      return { code, inputFiles: [...inputsOf(root, script.metafile), ...inputFiles] };
    },
  };
  const { code, sourceMap, inputFiles, warnings } = await embedFiles(outputOf(root, result), embedding);
  const described = describeOutput(result.metafile);
  const inputs = [...inputsOf(root, result.metafile), ...inputFiles];
  const packages = remaining(found, described.external, scriptImports);
  return {
    code,
    sourceMap,
    inputFiles: [...inputs, ...packages.map(({ directory }) => resolve(directory, "package.json"))],
    warnings: [...result.warnings.map(describeMessage), ...warnings],
    ...described,
    packages,
    plugins: usedPlugins(plugins, inputs, code),
  };
}

interface BuildOutput {
  readonly outputFiles: readonly OutputFile[];
  readonly metafile: Metafile;
}

function buildOptions(root: string) {
  return {
    absWorkingDir: root,
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
  } as const satisfies BuildOptions;
}

function outputOf(root: string, { outputFiles, metafile }: BuildOutput): MappedCode {
  const output = (end: string): Uint8Array =>
    outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array();
  const code = output(".mjs");
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.includes("?"));
  const isCompiled = inputs.some((input) => /\.[cm]?js$/.test(input) && !input.includes("node_modules/"));
  const named = isCompiled ? withOriginalNames(Buffer.from(code).toString("utf8"), inputs, root) : null;
  return { code: named === null ? code : Buffer.from(named), sourceMap: output(".mjs.map") };
}

function inputsOf(root: string, { inputs }: Metafile): string[] {
  return Object.keys(inputs).map((input) => resolve(root, input.replace(/\?.*$/, "")));
}

function usedPlugins(
  plugins: ReadonlyMap<string, string>,
  inputs: readonly string[],
  code: Uint8Array,
): BuiltModule["plugins"] {
  const used = [...plugins].filter(([, directory]) => inputs.some((input) => input.startsWith(directory + sep)));
  // This package is a plugin too, whose decorator the engine has: its name tells, however it is imported.
  if (/\blocalProcess\b/.test(Buffer.from(code).toString("utf8"))) used.push([corePackageName, corePackageRoot()]);
  return used.map(([name, directory]) => ({ name, directory })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Once each; not those whose imports went with code that nothing uses. One that anything requires is no optional one. */
function remaining(found: readonly ExternalPackage[], ...imports: readonly (readonly string[])[]): ExternalPackage[] {
  const imported = new Set(imports.flat().map(packageNameOf));
  const byDirectory = Map.groupBy(
    found.filter(({ name }) => imported.has(name)),
    ({ directory }) => directory,
  );
  return [...byDirectory.values()]
    .flatMap((group) =>
      group.slice(0, 1).map((one) => ({ ...one, isOptional: group.every((each) => each.isOptional) })),
    )
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
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

/** A module below the entry that imports it back, as a whole, would be without what stayed behind. */
function refuseCycle(flowName: string, file: string, root: string, { inputs }: Metafile): void {
  for (const [input, { imports }] of Object.entries(inputs)) {
    const importer = resolve(root, input.replace(/\?.*$/, ""));
    if (importer === file) continue;
    for (const { path, external, original } of imports) {
      if (external || original === undefined || resolve(root, path) !== file) continue;
      const module = loadModuleFile(importer);
      if (module === null || importsWhole(module, original)) {
        throw new CircularImportError({ flowName, file, importer, names: [] });
      }
    }
  }
}

function toBuildError(flowName: string, file: string, root: string, failure: BuildFailure): Error {
  const names: string[] = [];
  let importer: string | undefined;
  for (const { text, location } of failure.errors ?? []) {
    const [, target, name] = /^No matching export in "(.+)" for import "(.+)"$/.exec(text) ?? [];
    if (target === undefined || name === undefined || location === null || resolve(root, target) !== file) continue;
    importer ??= resolve(root, location.file);
    names.push(name);
  }
  if (importer !== undefined) return new CircularImportError({ flowName, file, importer, names });
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
