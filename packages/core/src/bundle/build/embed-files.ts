import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { MagicString } from "magic-string";
import { type EmbeddedFile, fileAccessCode, fileFunction } from "./file-access.ts";

/** Code and its source map, as a build gives them. */
export interface MappedCode {
  readonly code: Uint8Array;
  readonly sourceMap: Uint8Array;
}

/** The code with files in it. */
export interface CodeWithFiles extends MappedCode {
  /** Where the files come from, and what scripts among them were made of. */
  readonly inputFiles: readonly string[];
  readonly warnings: readonly string[];
}

export interface EmbedOptions {
  /** The directory that the map's sources are relative to. */
  readonly root: string;
  /** Builds a script that a worker runs. */
  buildScript(file: string): Promise<{ readonly code: Uint8Array; readonly inputFiles: readonly string[] }>;
  refuse(problem: string): Error;
}

/** More is better sent once by `includeFiles` than with every version of the code. */
const maximumBytes = 20 * 1024 * 1024;

/** As esbuild writes what it keeps. */
const fileUrl = /\bnew URL\(("(?:[^"\\\n]|\\.)*"), import\.meta\.url\)/g;

/**
 * Puts files into the code that it names by `new URL("./data.csv", import.meta.url)`, in whatever module: beside the
 * code there is nothing where it runs. Scripts, which workers run, are built with what they import.
 */
export async function embedFiles(mapped: MappedCode, options: EmbedOptions): Promise<CodeWithFiles> {
  const code = Buffer.from(mapped.code).toString("utf8");
  const found = [...code.matchAll(fileUrl)];
  if (found.length === 0) return { ...mapped, inputFiles: [], warnings: [] };
  const mapText = Buffer.from(mapped.sourceMap).toString("utf8");
  const places = findPlaces(code, mapText, found, options.root);
  const text = new MagicString(code);
  const files: EmbeddedFile[] = [];
  const inputFiles: string[] = [];
  const warnings: string[] = [];
  for (const { match, source, path } of places) {
    const file = findFile(resolve(dirname(source), path));
    if (file === null) {
      warnings.push(`${source}: '${path}', which it names beside itself, is no file and is not sent; see includeFiles`);
      continue;
    }
    const embedded = await readEmbedded(file, options);
    inputFiles.push(...embedded.inputFiles);
    let index = files.findIndex(({ sha256, name }) => sha256 === embedded.sha256 && name === embedded.name);
    if (index === -1) index = files.push(embedded) - 1;
    text.update(match.index, match.index + match[0].length, `${fileFunction}(${index})`);
  }
  if (files.length === 0) return { ...mapped, inputFiles, warnings };
  const total = files.reduce((sum, { content }) => sum + content.byteLength, 0);
  if (total > maximumBytes) {
    const names = files.map(({ name }) => name).join(", ");
    throw options.refuse(`${names}: ${total} bytes of files in the code are too many; send them with includeFiles`);
  }
  const firstLine = code.startsWith("#!") ? code.indexOf("\n") + 1 : 0;
  text.appendLeft(firstLine, fileAccessCode(files));
  const { default: remapping } = await import("@jridgewell/remapping");
  const map = remapping([text.generateMap({ hires: "boundary" }).toString(), mapText], () => null);
  return { code: Buffer.from(text.toString()), sourceMap: Buffer.from(map.toString()), inputFiles, warnings };
}

interface Place {
  readonly match: RegExpExecArray;
  /** The file that says it. */
  readonly source: string;
  readonly path: string;
}

/** Where the source says the same; a text that only looks like it has no position of its own in the map. */
function findPlaces(code: string, map: string, found: readonly RegExpExecArray[], root: string): Place[] {
  const trace = new TraceMap(map);
  return found.flatMap((match) => {
    const before = code.slice(0, match.index).split("\n");
    const original = originalPositionFor(trace, { line: before.length, column: before.at(-1)?.length ?? 0 });
    const path = JSON.parse(match[1] ?? '""') as string;
    if (original.source === null || /^[a-z][a-z\d+.-]*:/i.test(path)) return [];
    const source = resolve(root, original.source);
    const line = readFileSync(source, "utf8").split("\n")[original.line - 1] ?? "";
    return /^new\s+URL\b/.test(line.slice(original.column)) ? [{ match, source, path: decodeURIComponent(path) }] : [];
  });
}

/** The file, or the TypeScript that a compiled name stands for. */
function findFile(path: string): string | null {
  const candidates = [path, path.replace(/\.([cm]?)js$/, ".$1ts")];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile()) ?? null;
}

async function readEmbedded(
  file: string,
  { buildScript }: EmbedOptions,
): Promise<EmbeddedFile & { readonly inputFiles: readonly string[] }> {
  const isScript = /^\.[cm]?[jt]sx?$/.test(extname(file));
  const built = isScript ? await buildScript(file) : { code: readFileSync(file), inputFiles: [file] };
  const name = isScript ? `${basename(file, extname(file))}.mjs` : basename(file);
  const sha256 = createHash("sha256").update(built.code).digest("hex");
  return { name, sha256, content: built.code, inputFiles: built.inputFiles };
}
