import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { withReliabilityTable } from "../e2e/faults/reliability-page.ts";
import { scenarios } from "../e2e/faults/scenarios/all-scenarios.ts";

test("docs/reliability.md tells of every fault that is played what is promised of it", async () => {
  const page = await readFile(path.join(import.meta.dirname, "../docs/reliability.md"), "utf8");
  expect(page).toBe(withReliabilityTable(page, scenarios));
});
