import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { withReliabilityTables } from "./reliability-page.ts";
import { scenarios } from "./scenarios/all-scenarios.ts";
import { exemptions } from "./scenarios/exemptions.ts";

/** `node e2e/faults/write-reliability.ts`: writes the tables of what is promised, which the suites prove. */
const file = path.resolve(import.meta.dirname, "../../docs/reliability.md");
await writeFile(file, withReliabilityTables(await readFile(file, "utf8"), scenarios, exemptions));
