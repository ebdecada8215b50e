import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { childDirectories } from "./child-directories.ts";
import type { ServiceName } from "./services/service.ts";

/** One folder of `e2e/` and what its `suite.json`, if it has one, says that it needs. */
export interface Suite {
  readonly name: string;
  readonly services: readonly ServiceName[];
  /** How many of its test files run at the same time. Default: 1. */
  readonly workers: number;
}

/** The suites of `e2e/`: the folders that hold `*.e2e.test.ts` files. */
export async function loadSuites(): Promise<Suite[]> {
  const suites: Suite[] = [];
  for (const name of await childDirectories("e2e")) {
    const files = await readdir(path.join("e2e", name), { recursive: true });
    if (files.some((file) => file.endsWith(".e2e.test.ts"))) suites.push({ name, ...(await loadNeeds(name)) });
  }
  return suites;
}

async function loadNeeds(suite: string): Promise<Omit<Suite, "name">> {
  const text = await readFile(path.join("e2e", suite, "suite.json"), "utf8").catch(() => "{}");
  return { services: [], workers: 1, ...(JSON.parse(text) as Partial<Suite>) };
}
