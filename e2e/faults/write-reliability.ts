import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { withReliabilityTable } from "./reliability-page.ts";
import { scenarios } from "./scenarios/all-scenarios.ts";

/** `node e2e/faults/write-reliability.ts`: writes the table of what is promised, which the suite proves. */
const file = path.resolve(import.meta.dirname, "../../docs/reliability.md");
await writeFile(file, withReliabilityTable(await readFile(file, "utf8"), scenarios));
