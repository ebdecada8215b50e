import type { LayerPlatform } from "./container-platform.ts";
import type { JsonObject } from "./json.ts";
import type { NestedSubmission } from "./nested-submission.ts";

/** `runs/<flow-run-id>/<attempt>/manifest.json`: what a runner needs to run one attempt. Format version 1. */
export interface BundleManifest {
  readonly formatVersion: 1;
  readonly flowRunId: string;
  readonly attempt: number;
  readonly flowName: string;
  /** Lower-case hexadecimal SHA-256 of the uncompressed bytes, which are the storage key too. */
  readonly engine: BundleObject;
  readonly code: BundleObject & {
    readonly sourceMap: BundleObject | null;
    /** What the code's variables held where the flow was submitted, as tagged JSON by name; `null` where it needs none. */
    readonly values: BundleObject | null;
  };
  readonly files: BundleObject | null;
  /** Packages that the code imports where it runs, and what their machine code was made for; `null` where there are none. */
  readonly layer: (BundleObject & { readonly platform: LayerPlatform }) | null;
  /** What submits the bound flows that the code reaches; `null` where it reaches none. */
  readonly nested: NestedSubmission | null;
  readonly input: BundleObject;
  /** The export of the code module that is the flow. */
  readonly exportName: string;
  /** The oldest Node.js major version that can run the code. */
  readonly minimumNodeMajor: number;
  /** How the run was submitted; the flow's options themselves are in its code. */
  readonly run: {
    readonly name: string;
    readonly tags: readonly string[];
    /**
     * The parameters as the submitter named them, in order. Transforms may rename what the source calls otherwise, so
     * that a runner binds them by position.
     */
    readonly parameterNames: readonly string[];
    /** Options that were put over those in the flow's source, as far as they are plain data. */
    readonly options: JsonObject;
    /** The limit that holds for each call of the function. */
    readonly timeoutSeconds?: number;
    /** Where the result goes, as the storage step that opens it; `null`: beside the outcome, in bundle storage. */
    readonly resultStorage: {
      readonly module: string;
      readonly arguments: JsonObject;
      readonly blockDocumentId: string;
      /** The block that holds its credentials, `<block type>/<name>` and maybe `/<field>`; `null`: the default chain. */
      readonly credentials: string | null;
    } | null;
  };
}

export interface BundleObject {
  readonly key: string;
  readonly sha256: string;
  /** As stored. */
  readonly bytes: number;
}
