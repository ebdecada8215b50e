/** Prints what a scenario found out, as the last line for the test that started it. */
export function report(value: unknown): void {
  console.log(`\n${JSON.stringify(value)}`);
}

/** An error as a test can look at it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly exitCause?: string;
  readonly exitCode?: number | null;
  readonly logTail?: readonly string[];
  readonly hint?: string;
  /** Class and message. */
  readonly cause?: string;
}

/** What a call that must fail was rejected with. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`The call returned ${JSON.stringify(outcome.value)}.`);
  const { message, exitCause, exitCode, logTail, hint } = outcome.error as Failure;
  const { cause } = outcome.error as Error;
  const { name } = (outcome.error as Error).constructor;
  return {
    name,
    message,
    ...(exitCause === undefined ? {} : { exitCause }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(logTail === undefined ? {} : { logTail }),
    ...(hint === undefined ? {} : { hint }),
    ...(cause instanceof Error ? { cause: `${cause.constructor.name}: ${cause.message}` } : {}),
  };
}
