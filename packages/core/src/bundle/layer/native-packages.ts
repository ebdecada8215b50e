import type { PackageManifest } from "../build/resolve-package.ts";
import { platformOfName } from "./platform-match.ts";

/** Packages whose own files must lie beside them: workers, fonts, WebAssembly and manifests that they read by path. */
const unbundlable: ReadonlySet<string> = new Set([
  "@prisma/client",
  "import-in-the-middle",
  "jsdom",
  "pdfkit",
  "pino",
  "playwright",
  "playwright-core",
  "puppeteer",
  "puppeteer-core",
  "require-in-the-middle",
  "thread-stream",
  "tiktoken",
  "typescript",
]);

/** What a package needs only to find, fetch or make its binary. */
const binaryHelpers: readonly string[] = [
  "@mapbox/node-pre-gyp",
  "bindings",
  "node-gyp-build",
  "node-gyp-build-optional-packages",
  "node-pre-gyp",
  "prebuild-install",
];

const binaryCommands = /node-gyp|prebuild|node-pre-gyp|cmake-js/;

/** Whether a package breaks inside a bundle, though it has no binary. */
export function breaksWhenBundled(name: string): boolean {
  return unbundlable.has(name);
}

/** Whether a package cannot do without machine code of its own or of a package for one platform. Pure. */
export function isNative(manifest: PackageManifest, hasBindingFile: boolean): boolean {
  const { scripts = {}, dependencies = {}, optionalDependencies = {}, gypfile } = manifest;
  if (hasBindingFile || gypfile === true) return true;
  if (binaryHelpers.some((helper) => helper in dependencies)) return true;
  if ([scripts["install"], scripts["postinstall"]].some((script) => binaryCommands.test(script ?? ""))) return true;
  // One may be a convenience, such as a file watcher for macOS; a package per platform is the package itself.
  return Object.keys(optionalDependencies).filter((name) => platformOfName(name).os !== null).length > 1;
}
