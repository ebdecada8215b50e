import { createFaultHome, type FaultHome } from "./fault-home.ts";
import { until } from "./patience.ts";
import type { Platform } from "./platform.ts";
import type { FaultRow } from "./reliability-table.ts";
import type { Scenario } from "./scenario.ts";

const cleanUpSeconds = 15;

/** Plays a scenario, and throws where anything of what it promises is not so. */
export async function playScenario(scenario: Scenario, platform: Platform): Promise<FaultRow> {
  const home = await createFaultHome(platform, scenario);
  try {
    const report = await scenario.play(home);
    const { id, state_name, state } = await home.flowRun(report.flowRunId);
    const promised = [scenario.error].flat();
    const error = report.error ?? null;
    if (state_name !== scenario.state || !promised.includes(error)) {
      const promise = `${scenario.state} with ${promised.join(" or ")}`;
      throw new Error(`Promised ${promise}, seen ${state_name} with ${JSON.stringify(report)}: ${state.message}`);
    }
    if (scenario.says !== undefined && !scenario.says.test(state.message ?? "")) {
      throw new Error(`The state's message does not say ${scenario.says}: ${state.message}`);
    }
    const orphans = await untilNoOrphans(home, id);
    if (orphans.length > 0) throw new Error(`Left behind: ${orphans.join("; ")}`);
    return { ...scenario, state: state_name, error };
  } finally {
    await scenario.tidy?.(home);
    await home.remove();
  }
}

/** What is there of a run in spite of some patience: an end takes a moment to be seen everywhere. */
async function untilNoOrphans(home: FaultHome, flowRunId: string): Promise<readonly string[]> {
  let orphans: readonly string[] = [];
  await until(cleanUpSeconds, "nothing left", async () => {
    orphans = await home.orphans(flowRunId);
    return orphans.length === 0;
  }).catch(() => undefined);
  return orphans;
}
