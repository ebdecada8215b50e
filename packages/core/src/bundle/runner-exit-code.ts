/** How a runner ends. Whatever became of the flow, a runner that committed its outcome ends with 0. */
export const runnerExitCode = {
  committed: 0,
  /** Arguments or environment variables that it cannot use; nothing was read. */
  usage: 64,
  /** No manifest that it can execute; nothing was run. */
  notExecutable: 65,
  /** The attempt has an outcome that is not this runner's: it was sealed, or another container was first. */
  superseded: 73,
  /** The outcome could not be stored, after all retries. */
  storageFailed: 74,
} as const;

export type RunnerExitCode = (typeof runnerExitCode)[keyof typeof runnerExitCode];
