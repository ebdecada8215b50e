import type { UserConfig } from "tsdown";

/** What every build of this repository has in common. */
export const nodeModules: UserConfig = {
  format: "esm",
  platform: "node",
  target: "node22.19",
  fixedExtension: false,
  sourcemap: false,
  hash: false,
};

/** Builds that run at once and share dist/ leave each other's files. */
export const besideOthers: UserConfig = { ...nodeModules, clean: false };

/** The part of a package that has such builds beside it. */
export const entriesBesideOthers: UserConfig = { ...nodeModules, clean: ["dist/*", "!dist/*.mjs"], dts: { oxc: true } };

/** One file that needs nothing but Node.js, so that it can be delivered to where nothing is installed. */
export function selfContained(name: string, entry: string): UserConfig {
  return {
    ...besideOthers,
    dts: false,
    entry: { [name]: entry },
    outExtensions: () => ({ js: ".mjs" }),
    noExternal: [/.*/],
    inlineOnly: false,
    outputOptions: { codeSplitting: false },
  };
}

/**
 * What submits flows from within a run. What packs a flow stays outside: there it is packed already, and whatever would
 * load the bundler is never reached.
 */
export function submitter(entry: string): UserConfig {
  const packing = /^esbuild$|^oxc-parser$|\/code-parts\.[jt]s$|\/start-bundler\.[jt]s$|\.node$|^cpu-features$/;
  return {
    ...selfContained("submitter", entry),
    external: [packing],
    noExternal: (id: string) => !packing.test(id),
    // Of CommonJS packages in it.
    define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
    minify: true,
    outputOptions: { codeSplitting: false, keepNames: true },
  };
}

/** What a runner loads to open a plugin's storage. */
export const storageModule: UserConfig = {
  ...selfContained("storage-module", "src/runner-storage.ts"),
  minify: true,
  // Errors are told apart by the names of their classes, also between copies of prefect-core.
  outputOptions: { codeSplitting: false, keepNames: true },
};
