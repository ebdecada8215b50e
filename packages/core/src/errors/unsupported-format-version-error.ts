import { PrefectError } from "./prefect-error.ts";

/** Something in storage was written in a format that this installation does not know. */
export class UnsupportedFormatVersionError extends PrefectError {
  readonly key: string;
  readonly formatVersion: unknown;
  readonly supportedVersion: number;

  constructor({
    key,
    storage,
    formatVersion,
    supportedVersion,
  }: {
    key: string;
    storage: string;
    formatVersion: unknown;
    supportedVersion: number;
  }) {
    super(
      `${key} in ${storage} has format version ${JSON.stringify(formatVersion) ?? "none"}, but this installation reads ` +
        `version ${String(supportedVersion)}. Install the release of prefect-core (or of the runner image) that wrote it.`,
    );
    this.key = key;
    this.formatVersion = formatVersion;
    this.supportedVersion = supportedVersion;
  }
}
