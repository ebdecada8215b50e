import type { SupervisedRun } from "./supervised-run.ts";

interface KnownRun {
  readonly starting: Promise<SupervisedRun>;
  readonly isHanging: boolean;
  isStarting: boolean;
}

const known = new Map<string, KnownRun>();

/**
 * Lets other parts of this process find a run that it starts or looks after, from its creation until it has ended.
 *
 * @param isHanging whether it is cancelled when this process is interrupted
 */
export function rememberRun(
  flowRunId: string,
  starting: Promise<SupervisedRun>,
  { isHanging = false }: { readonly isHanging?: boolean | undefined } = {},
): void {
  const run: KnownRun = { starting, isHanging, isStarting: true };
  known.set(flowRunId, run);
  const forget = (): void => {
    if (known.get(flowRunId) === run) known.delete(flowRunId);
  };
  const settle = (): void => void (run.isStarting = false);
  starting.then(settle, settle);
  starting.then(({ ended }) => ended.then(forget, forget), forget);
}

/** The run, where this process starts or looks after it. */
export function knownRun(flowRunId: string): Promise<SupervisedRun> | null {
  return known.get(flowRunId)?.starting ?? null;
}

/** The runs that go on when this process ends. */
export function survivingRuns(): readonly string[] {
  return [...known].filter(([, { isHanging }]) => !isHanging).map(([flowRunId]) => flowRunId);
}

/** Of these, those whose infrastructure is on its way: each settles once it is there, or cannot be made. */
export function startingRuns(): readonly Promise<unknown>[] {
  return [...known.values()].flatMap(({ starting, isHanging, isStarting }) =>
    isStarting && !isHanging ? [starting] : [],
  );
}
