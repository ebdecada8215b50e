import { PrefectError } from "./prefect-error.ts";

/** A run's native packages were packed for another platform than the one that it found itself on. */
export class LayerPlatformError extends PrefectError {
  /** `linux x64 (glibc) with Node.js 24`. */
  readonly packedFor: string;
  readonly found: string;

  constructor({ packedFor, found }: { packedFor: string; found: string }) {
    super(
      `The native packages of this run were packed for ${packedFor}, and this is ${found}. ` +
        "Say by the `nativePlatform` option of the decorator what the image is.",
    );
    this.packedFor = packedFor;
    this.found = found;
  }
}
