import { afterAll, describe, expect, test } from "@jest/globals";
import { playScenario } from "./fault-suite.ts";
import { createPool } from "./pool.ts";
import { type FaultRow, toReliabilityTable } from "./reliability-table.ts";
import { scenarios } from "./scenarios/all-scenarios.ts";

const wanted = new RegExp(process.env["PREFECT_TEST_FAULT"] ?? "");
const rows: FaultRow[] = [];
// Most of a scenario's time is waiting.
const pool = createPool(4);

describe("every run ends:", () => {
  const played = scenarios
    .filter(({ fault, platform }) => wanted.test(`${fault} (${platform})`))
    .map((scenario) => ({ scenario, outcome: pool(() => playScenario(scenario)) }));

  // One that fails before its test looks is no failure of another.
  for (const { outcome } of played) outcome.catch(() => undefined);

  for (const { scenario, outcome } of played) {
    test(`${scenario.fault} (${scenario.platform})`, async () => {
      const row = await outcome;
      rows.push(row);
      expect(row.state).toBe(scenario.state);
    }, 600_000);
  }
  afterAll(() => {
    process.stdout.write(`\n${toReliabilityTable(rows)}\n`);
  });
});
