import type { CodeExplanation } from "./code-explanation.ts";
import type { LayerPlatform } from "./container-platform.ts";
import type { JsonObject } from "./json.ts";

/** What a call would create. */
export interface Plan {
  readonly flowName: string;
  readonly workPool: { readonly name: string; readonly type: string; readonly exists: boolean };
  /** The rendered job configuration. */
  readonly jobConfiguration: JsonObject;
  readonly command: readonly string[];
  /** The platform's own request, for platforms that have one; what names the run is left out. */
  readonly resource?: JsonObject;
  readonly storage: string;
  readonly bundle: {
    readonly sha256: string;
    /** Compressed, as it is uploaded. */
    readonly bytes: number;
    /** What of the code travels, and how. */
    readonly code: CodeExplanation;
    readonly includedFiles: readonly string[];
    /** Packages that go along beside the code, and what they were packed for; `null` where there are none. */
    readonly layer: {
      readonly sha256: string;
      /** Compressed, as it is uploaded. */
      readonly bytes: number;
      /** `name@version` of each. */
      readonly packages: readonly string[];
      readonly platform: LayerPlatform;
    } | null;
    /** What may behave differently in the other process. */
    readonly warnings: readonly string[];
  };
}
