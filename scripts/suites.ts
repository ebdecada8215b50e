import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { childDirectories } from "./child-directories.ts";
import type { ServiceName } from "./services/service.ts";

/** One folder of `e2e/` and what its `suite.json`, if it has one, says that it needs. */
export interface Suite {
  readonly name: string;
  readonly services: readonly ServiceName[];
}

/** The suites of `e2e/`: the folders that hold `*.e2e.test.ts` files. */
export async function loadSuites(): Promise<Suite[]> {
  const suites: Suite[] = [];
  for (const name of await childDirectories("e2e")) {
    const files = await readdir(path.join("e2e", name), { recursive: true });
    if (files.some((file) => file.endsWith(".e2e.test.ts"))) suites.push({ name, services: await loadServices(name) });
  }
  return suites;
}

async function loadServices(suite: string): Promise<readonly ServiceName[]> {
  const text = await readFile(path.join("e2e", suite, "suite.json"), "utf8").catch(() => null);
  return text === null ? [] : (JSON.parse(text) as { services: ServiceName[] }).services;
}
