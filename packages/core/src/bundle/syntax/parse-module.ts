import { extname } from "node:path";
import { parseSync, type Program } from "oxc-parser";

/** A module's text and what it says. */
export interface ParsedModule {
  readonly file: string;
  readonly source: string;
  readonly program: Program;
}

/** Reads TypeScript, JSX and decorators as the file's extension allows; `null` where the text is not a module. */
export function parseModule(file: string, source: string): ParsedModule | null {
  const { program, errors } = parseSync(file, source, { lang: languageOf(file), sourceType: "module" });
  return errors.length === 0 ? { file, source, program } : null;
}

function languageOf(file: string): "ts" | "tsx" | "jsx" {
  const extension = extname(file);
  if (extension === ".tsx") return "tsx";
  return /^\.[cm]?ts$/.test(extension) ? "ts" : "jsx";
}

/** One-based line of an offset, for messages. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}
