import { PrefectError } from "./prefect-error.ts";

/** The secrets of blocks cannot be decrypted: their key file is missing, unreadable or another one's. */
export class SecretUnreadableError extends PrefectError {
  readonly keyPath: string;

  constructor(fields: { readonly keyPath: string; readonly cause: unknown }) {
    super(
      `Cannot decrypt the secret fields of blocks with the key file ${fields.keyPath}. Put back the key file that ` +
        "belongs to this PREFECT_HOME and make it readable, or write the block's secrets again.",
      { cause: fields.cause },
    );
    this.keyPath = fields.keyPath;
  }
}
