import { isBuiltin } from "node:module";
import { extname, sep } from "node:path";
import type { Loader, OnLoadResult, Plugin } from "esbuild";
import { corePackageName, corePackageRoot } from "../../settings/core-package.ts";
import { capturedSuffix } from "../extraction/extract-flow.ts";
import type { ExternalPackage } from "../layer/external-package.ts";
import { createPackageTreatment } from "./external-imports.ts";
import { packageNameOf } from "./resolve-package.ts";

/** A module in place of the file on disk. */
export interface ModuleCode {
  readonly file: string;
  readonly code: string;
}

/** How the code module imports the engine that lies beside it, and a script in a directory of its own below. */
export const engineSpecifiers = { code: "./engine.mjs", script: "../../engine.mjs" } as const;

/** The modules of a build, and what it finds out. */
export interface BundlePluginOptions {
  /** `null`: the entry is taken as it is on disk. */
  readonly entry: ModuleCode | null;
  /** How the built module imports the engine. */
  readonly engine: string;
  readonly captured: readonly ModuleCode[];
  /** Packages that stay outside though nothing about them says so. */
  readonly external: readonly string[];
  /** Called for every import of a package that stays outside. */
  readonly onExternal: (external: ExternalPackage) => void;
  /** Called for every import of a plugin, whose light entry takes its place. */
  readonly onPlugin: (plugin: { readonly name: string; readonly directory: string }) => void;
}

/**
 * Gives esbuild the extracted entry in place of the file on disk, and keeps this package, its plugins' launchers and
 * packages that cannot be bundled out of the bundle. Only bare specifiers are looked at, because a hook on every
 * relative import multiplies build time.
 */
export function bundlePlugin(options: BundlePluginOptions): Plugin {
  const { entry, captured, engine, external, onExternal, onPlugin } = options;
  return {
    name: "prefect",
    setup(build) {
      const treatmentOf = createPackageTreatment(external);
      if (entry !== null) {
        build.onLoad({ filter: exactly(entry.file) }, ({ suffix }) =>
          suffix === "" ? { contents: entry.code, loader: loaderOf(entry.file) } : null,
        );
      }
      for (const { file, code } of captured) {
        build.onResolve({ filter: exactly(file + capturedSuffix) }, () => ({ path: file, suffix: capturedSuffix }));
        build.onLoad({ filter: exactly(file) }, ({ suffix }) =>
          suffix === capturedSuffix ? { contents: code, loader: loaderOf(file) } : null,
        );
      }
      build.onLoad({ filter: insideCore() }, (): OnLoadResult => ({ contents: `export * from "${corePackageName}";` }));
      build.onResolve({ filter: new RegExp(`^${corePackageName}(?:/|$)`) }, () => ({
        path: engine,
        external: true,
        sideEffects: false,
      }));
      build.onResolve(
        { filter: /^(?:@[^/]+\/)?[^@./][^/:]*$/ },
        async ({ path, importer, resolveDir, kind, pluginData }) => {
          if (pluginData === "prefect" || kind === "entry-point" || isBuiltin(path)) return null;
          const treatment = treatmentOf(packageNameOf(path), resolveDir, kind === "import-statement");
          if (treatment.kind === "bundle") return null;
          if (treatment.kind === "external") {
            onExternal(treatment.external);
            return { path, external: true };
          }
          onPlugin({ name: packageNameOf(path), directory: treatment.directory });
          return await build.resolve(`${path}/bound`, { importer, resolveDir, kind, pluginData: "prefect" });
        },
      );
    },
  };
}

/** This package's own sources and build, but not its tests. */
function insideCore(): RegExp {
  const root = escape(corePackageRoot() + sep);
  return new RegExp(
    `^${root}(?:src|dist)${escape(sep)}(?:index|provider|runner|engine|infrastructure|submission|serialization)`,
  );
}

function exactly(file: string): RegExp {
  return new RegExp(`^${escape(file)}$`);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function loaderOf(file: string): Loader {
  const extension = extname(file);
  if (extension === ".tsx") return "tsx";
  return /^\.[cm]?ts$/.test(extension) ? "ts" : "jsx";
}
