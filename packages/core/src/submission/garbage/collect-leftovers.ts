import type { Launcher } from "../../contracts/launcher.ts";
import type { PoolSweep } from "./collect-infrastructure.ts";
import type { GarbageFinding } from "./garbage.ts";

/** Removes what launches of a pool made for many runs, such as task definitions, and none needs any more. */
export async function* collectLeftovers(
  { pool, now, dryRun }: Pick<PoolSweep, "pool" | "now" | "dryRun">,
  launcher: Pick<Launcher<unknown>, "leftovers">,
): AsyncGenerator<GarbageFinding, void> {
  const found = launcher.leftovers?.({ "prefect.io/work-pool-id": pool.id }, { now }) ?? [];
  for await (const { kind, name, reason, remove } of found) {
    const problem = dryRun ? null : await remove().then(() => null, textOf);
    yield {
      workPool: pool.name,
      kind: "leftover",
      name: `${kind} ${name}`,
      action: "removed",
      reason,
      bytes: null,
      problem,
    };
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
