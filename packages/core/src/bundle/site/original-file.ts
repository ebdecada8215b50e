import { existsSync } from "node:fs";
import { positionByMapOnDisk } from "./candidate-positions.ts";
import type { FlowCall } from "./find-flow-call.ts";

/** The file that a person wrote: where the module is compiled and its original is at hand, the original. */
export function originalFile({ module, call }: FlowCall): string {
  const before = module.source.slice(0, call.callee.start).split("\n");
  const position = { file: module.file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const original = positionByMapOnDisk(position)?.file;
  return original !== undefined && existsSync(original) ? original : module.file;
}
