/** A failure whose message says everything; shown without a stack. */
export class TaskError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * Runs the main function of a command and turns a failure into one message and exit code 1.
 *
 * @param {() => Promise<void>} main
 * @returns {Promise<void>}
 */
export async function runTask(main) {
  try {
    await main();
  } catch (error) {
    const expected = error instanceof TaskError || error instanceof AggregateError;
    console.error("\n%s", expected ? error.message : error);
    process.exitCode = 1;
  }
}
