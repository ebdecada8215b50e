import { readdir } from "node:fs/promises";

/** The names of the directories directly in `directory`, sorted. */
export async function childDirectories(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() && entry.name !== "node_modules" ? [entry.name] : [])).sort();
}
