import { PrefectError } from "./prefect-error.ts";

/** A remote run asked for a block; its control plane is where it was submitted. */
export class BlockUnreachableError extends PrefectError {
  readonly blockTypeSlug: string;

  constructor({ blockTypeSlug }: { readonly blockTypeSlug: string }) {
    super(
      `Blocks of type '${blockTypeSlug}' cannot be loaded or saved from within a remote run. ` +
        `Hand the run what it needs as a parameter, or a secret with \`secrets: { NAME: secret.block("${blockTypeSlug}/...") }\`.`,
    );
    this.blockTypeSlug = blockTypeSlug;
  }
}
