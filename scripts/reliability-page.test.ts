import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { essentialFaults } from "../e2e/faults/essential-faults.ts";
import { platformNames } from "../e2e/faults/platform-name.ts";
import { withReliabilityTables } from "../e2e/faults/reliability-page.ts";
import { scenarios } from "../e2e/faults/scenarios/all-scenarios.ts";
import { exemptions } from "../e2e/faults/scenarios/exemptions.ts";

test("docs/reliability.md tells of every fault that is played what is promised of it", async () => {
  const page = await readFile(path.join(import.meta.dirname, "../docs/reliability.md"), "utf8");
  expect(page).toBe(withReliabilityTables(page, scenarios, exemptions));
});

test("every fault is played on every platform, or it is said why it cannot befall runs there", () => {
  const faults = [...new Set(scenarios.map(({ fault }) => fault))];
  const wanted = faults.flatMap((fault) => platformNames.map((platform) => `${fault} (${platform})`));
  const given = [
    ...scenarios.map(({ fault, platform }) => `${fault} (${platform})`),
    ...exemptions.flatMap(({ fault, platforms }) => platforms.map((platform) => `${fault} (${platform})`)),
  ];
  expect(given.toSorted()).toEqual(wanted.toSorted());
});

test("what emulated platforms play at every scale are faults that there are", () => {
  const faults = new Set(scenarios.map(({ fault }) => fault));
  expect([...essentialFaults].filter((fault) => !faults.has(fault))).toEqual([]);
});
