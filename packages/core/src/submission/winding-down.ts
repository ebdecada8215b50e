/** What this process still tidies up after runs whose results it has given already. */
const pending = new Set<Promise<void>>();

/** Lets whoever ends this process wait for the work, which must not fail. */
export function windDown(work: Promise<void>): Promise<void> {
  pending.add(work);
  return work.finally(() => pending.delete(work));
}

/** Resolves once nothing is left to tidy up. */
export async function untilWoundDown(): Promise<void> {
  while (pending.size > 0) await Promise.all(pending);
}
