import { afterAll, describe, expect, test } from "@jest/globals";
import { loadScale } from "../harness/scale.ts";
import { playScenario } from "./fault-suite.ts";
import { createPool } from "./pool.ts";
import type { Platform } from "./platform.ts";
import { type FaultRow, toReliabilityTable } from "./reliability-table.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/all-scenarios.ts";

/** Most of the time of a scenario is waiting. */
const scenariosAtOnce = 4;

export interface FaultLawsOptions {
  /** Which scenarios are played below full scale. Default: all. */
  select?(scenario: Scenario): boolean;
}

/** A test for every scenario of these platforms, or for those that `PREFECT_TEST_FAULT` matches. */
export function faultLaws(platforms: readonly Platform[], { select = () => true }: FaultLawsOptions = {}): void {
  const wanted = process.env["PREFECT_TEST_FAULT"];
  const isPlayed = (scenario: Scenario): boolean =>
    wanted === undefined ? loadScale() === 1 || select(scenario) : new RegExp(wanted).test(titleOf(scenario));
  const rows: FaultRow[] = [];
  const pool = createPool(scenariosAtOnce);

  describe("every run ends:", () => {
    const all = platforms.flatMap((platform) =>
      scenarios.filter(({ platform: name }) => name === platform.name).map((scenario) => ({ scenario, platform })),
    );
    const chosen = all.filter(({ scenario }) => isPlayed(scenario));
    if (wanted === undefined) tellLeftOut(all.map(({ scenario }) => scenario).filter((one) => !isPlayed(one)));
    // Those that wait longest begin first, so that the others are played beside them.
    const order = chosen.toSorted((one, other) => other.scenario.boundSeconds - one.scenario.boundSeconds);
    const outcomes = new Map(
      order.map(({ scenario, platform }) => [scenario, pool(() => playScenario(scenario, platform))]),
    );
    // One that fails before its test looks is no failure of another.
    for (const outcome of outcomes.values()) outcome.catch(() => undefined);

    for (const { scenario } of chosen) {
      test(
        titleOf(scenario),
        async () => {
          const row = await outcomes.get(scenario);
          expect(row?.state).toBe(scenario.state);
          if (row !== undefined) rows.push(row);
        },
        900_000,
      );
    }
    afterAll(() => {
      process.stdout.write(`\n${toReliabilityTable(rows)}\n`);
    });
  });
}

function titleOf({ fault, platform }: Scenario): string {
  return `${fault} (${platform})`;
}

function tellLeftOut(scenarios: readonly Scenario[]): void {
  if (scenarios.length === 0) return;
  const lines = scenarios.map((scenario) => `- ${titleOf(scenario)}\n`);
  process.stdout.write(`\nPlayed with PREFECT_E2E_SCALE=1 alone:\n${lines.join("")}`);
}
