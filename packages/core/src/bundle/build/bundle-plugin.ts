import { extname, sep } from "node:path";
import type { Loader, OnLoadResult, Plugin } from "esbuild";
import { corePackageName, corePackageRoot } from "../../settings/core-package.ts";
import { capturedSuffix } from "../extraction/extract-flow.ts";
import { isPlugin, packageNameOf } from "./resolve-package.ts";

/** A module in place of the file on disk. */
export interface ModuleCode {
  readonly file: string;
  readonly code: string;
}

/** How the code module imports the engine that lies beside it, and a script in a directory of its own below. */
export const engineSpecifiers = { code: "./engine.mjs", script: "../../engine.mjs" } as const;

/**
 * Gives esbuild the extracted entry in place of the file on disk, and keeps this package and its plugins' launchers out
 * of the bundle. Only bare specifiers are looked at, because a hook on every relative import multiplies build time.
 */
export function bundlePlugin(entry: ModuleCode | null, captured: readonly ModuleCode[], engine: string): Plugin {
  return {
    name: "prefect",
    setup(build) {
      const plugins = new Map<string, boolean>();
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
          if (pluginData === "prefect" || kind === "entry-point") return null;
          if (!isPlugin(packageNameOf(path), resolveDir, plugins)) return null;
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
