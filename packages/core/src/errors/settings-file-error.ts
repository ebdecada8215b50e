import { PrefectError } from "./prefect-error.ts";

/** A file that configures Prefect cannot be read or understood. */
export class SettingsFileError extends PrefectError {
  readonly file: string;

  constructor(fields: { readonly file: string; readonly problem: string; readonly cause?: unknown }) {
    const reason = fields.cause === undefined ? "" : `: ${firstLine(fields.cause)}`;
    super(`The settings file ${fields.file} ${fields.problem}${reason}. Correct the file, or move it away.`, {
      cause: fields.cause,
    });
    this.file = fields.file;
  }
}

function firstLine(cause: unknown): string {
  const message = (cause as Error).message ?? String(cause);
  return (message.split("\n")[0] ?? message).replace(/\.$/, "");
}
