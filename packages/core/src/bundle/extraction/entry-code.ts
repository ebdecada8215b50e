import { basename } from "node:path";
import remapping from "@jridgewell/remapping";
import { readSourceMap } from "../site/read-source-map.ts";
import type { ExtractedModule } from "./extract-flow.ts";

/** The extracted module as text with an inline source map that leads to what a person wrote. */
export function toEntryCode({ file, source, text }: ExtractedModule): string {
  const map = text.generateMap({ source: basename(file), hires: "boundary" });
  const compiledFrom = readSourceMap(file, source);
  const whole = compiledFrom === null ? map : remapping([map.toString(), compiledFrom.json], () => null);
  const encoded = Buffer.from(whole.toString()).toString("base64");
  return `${text.toString()}//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}
