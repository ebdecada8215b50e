import { readFile } from "node:fs/promises";
import path from "node:path";
import { childDirectories } from "./child-directories.ts";

/** The directories of the packages that are not private. */
export async function publishedPackages(): Promise<string[]> {
  const published: string[] = [];
  for (const name of await childDirectories("packages")) {
    const manifest = JSON.parse(await readFile(path.join("packages", name, "package.json"), "utf8")) as object;
    if (!("private" in manifest)) published.push(path.join("packages", name));
  }
  return published;
}
