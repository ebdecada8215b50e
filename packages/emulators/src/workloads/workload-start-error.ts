/** A command could not be started in an image that is there. */
export class WorkloadStartError extends Error {
  /** 127 where there is no such program, 126 where it cannot be executed. */
  readonly exitCode: number;

  constructor({ message, exitCode, cause }: { message: string; exitCode: number; cause?: unknown }) {
    super(message, { cause });
    this.name = "WorkloadStartError";
    this.exitCode = exitCode;
  }
}
