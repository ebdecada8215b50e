import { PrefectError } from "./prefect-error.ts";

/** Bytes that came from bundle storage are not those that were put there. */
export class BundleCorruptedError extends PrefectError {
  readonly key: string;
  readonly expectedSha256: string;
  /** `null` where the bytes cannot be decompressed, or are not as many as they were. */
  readonly actualSha256: string | null;

  constructor(fields: { key: string; expectedSha256: string; actualSha256: string | null; cause?: unknown }) {
    const { key, expectedSha256, actualSha256, cause } = fields;
    const found =
      actualSha256 === null ? "cannot be decompressed, or are cut short" : `have the SHA-256 ${actualSha256}`;
    super(
      `Bundle object '${key}' is corrupted: its bytes ${found}, expected ${expectedSha256}. ` +
        "Delete the object from the storage and submit the flow again, which uploads it anew.",
      cause === undefined ? undefined : { cause },
    );
    this.key = key;
    this.expectedSha256 = expectedSha256;
    this.actualSha256 = actualSha256;
  }
}
