import { statSync } from "node:fs";

/** Modification time, size and mode of each file that something was made of. */
export type InputSnapshot = ReadonlyMap<string, string>;

export function takeSnapshot(files: readonly string[]): InputSnapshot {
  return new Map(files.map((file) => [file, signatureOf(file)]));
}

/** Whether every file is as it was. */
export function isUnchanged(snapshot: InputSnapshot): boolean {
  for (const [file, signature] of snapshot) if (signatureOf(file) !== signature) return false;
  return true;
}

function signatureOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.mtimeMs}:${stats.size}:${stats.mode}`;
}
