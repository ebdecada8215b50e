import { readSourceMap } from "../../settings/read-source-map.ts";
import type { ExtractedModule } from "./extract-flow.ts";

/** In two parts, because tools look for it in this file too, and would take what follows for its map. */
const mapComment = ["//# source", "MappingURL="].join("");

/** The extracted module as text with an inline source map that leads to what a person wrote. */
export async function toEntryCode({ file, source, text }: ExtractedModule): Promise<string> {
  const map = text.generateMap({ hires: "boundary" });
  const compiledFrom = readSourceMap(file, source);
  const whole = compiledFrom === null ? map : await compose(map.toString(), compiledFrom.json);
  const encoded = Buffer.from(whole.toString()).toString("base64");
  return `${text.toString()}${mapComment}data:application/json;base64,${encoded}\n`;
}

/** Loaded only here, because most entries are no compiled code. */
async function compose(outer: string, inner: string): Promise<{ toString(): string }> {
  const { default: remapping } = await import("@jridgewell/remapping");
  return remapping([outer, inner], () => null);
}
