import type { DefinitionSite, SourcePosition } from "../../contracts/definition-site.ts";
import { mapPlace } from "../capture/function-source.ts";
import { openFunctionInspector } from "../capture/inspect-functions.ts";
import { toPath } from "./script-path.ts";

/**
 * Where a definition stands by the source map that only the running script carries: some loaders, such as ts-node's,
 * keep what they made of a file in memory. Asks V8, and so comes after everything else.
 */
export function positionsByScript({ rawPosition }: DefinitionSite): SourcePosition[] {
  const file = rawPosition === null ? null : toPath(rawPosition.file);
  if (rawPosition === null || file === null) return [];
  try {
    const inspector = openFunctionInspector();
    const sourceMapUrl = inspector.sourceMapUrlOf(file);
    inspector.close();
    const places = mapPlace(file, { sourceMapUrl, line: rawPosition.line - 1, column: rawPosition.column - 1 });
    return places.map((place) => ({ file: place.file, line: place.line + 1, column: place.column + 1 }));
  } catch {
    // Without the inspector there is one witness less.
    return [];
  }
}
