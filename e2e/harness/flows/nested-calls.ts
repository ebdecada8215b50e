/** What the nested flow of a scenario gives. */
export interface NestedAnswer {
  readonly doubled: number;
  readonly at: unknown;
  /** Of its code. */
  readonly directory: string | undefined;
}

/** What a flow sees that calls another one, once for its answer and once for its error. `directory`: of its own code. */
export async function seeNestedCalls(
  nested: (value: number) => Promise<NestedAnswer>,
  value: number,
  directory: string | undefined,
) {
  const answer = await nested(value);
  const failure = await nested(-1).catch((error: unknown) => error);
  return {
    doubled: answer.doubled,
    isDate: answer.at instanceof Date,
    isApart: answer.directory !== directory,
    failure: failure instanceof RangeError ? failure.message : String(failure),
  };
}
