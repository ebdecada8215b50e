/** What the emulator answers instead of doing what it was asked. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: object;

  constructor(
    code: string,
    message: string,
    { status = 400, details = {} }: { status?: number; details?: object } = {},
  ) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}
