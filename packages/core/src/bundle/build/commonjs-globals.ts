/** Names that no module declares, so that a bundled module's own `__dirname` never collides. */
const filename = "__prefectFilename";
const dirname = "__prefectDirname";
const createRequire = "__prefectCreateRequire";

/** What CommonJS modules expect and an ES module does not have. esbuild itself keeps the name `require` free. */
export const commonJsBanner: string =
  `import { createRequire as ${createRequire} } from "node:module"; ` +
  `const require = ${createRequire}(import.meta.url), ${filename} = import.meta.filename, ${dirname} = import.meta.dirname;`;

export const commonJsDefines: Readonly<Record<string, string>> = { __filename: filename, __dirname: dirname };
