/** The name of a function that no module declares, which the code calls for a file that travels inside it. */
export const fileFunction = "__prefectFile";

/** A file inside the code. */
export interface EmbeddedFile {
  readonly name: string;
  readonly sha256: string;
  readonly content: Uint8Array;
}

/**
 * What stands before code with files in it, on one line: writes a file beside the code when it is first asked for, and
 * gives its URL. A name under its hash is complete, as it is moved there whole.
 */
export function fileAccessCode(files: readonly EmbeddedFile[]): string {
  const table = files.map(({ name, sha256, content }) => [name, sha256, Buffer.from(content).toString("base64")]);
  return (
    'import * as __prefectFs from "node:fs"; import { pathToFileURL as __prefectUrl } from "node:url"; ' +
    `const ${fileFunction} = (index) => { ` +
    `const [name, hash, data] = ${JSON.stringify(table)}[index]; ` +
    "const directory = `${import.meta.dirname}/files/${hash}`, file = `${directory}/${name}`; " +
    "if (!__prefectFs.existsSync(file)) { " +
    "__prefectFs.mkdirSync(directory, { recursive: true }); " +
    "const partial = `${directory}/.${process.pid}-${Math.random()}`; " +
    '__prefectFs.writeFileSync(partial, Buffer.from(data, "base64")); __prefectFs.renameSync(partial, file); } ' +
    "return __prefectUrl(file); }; "
  );
}
