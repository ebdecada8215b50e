import { PrefectError } from "./prefect-error.ts";

/** A storage reference names a step module that nothing in this process opens. */
export class UnknownStorageModuleError extends PrefectError {
  readonly module: string;
  readonly known: readonly string[];

  constructor({ module, known }: { module: string; known: readonly string[] }) {
    super(
      `No storage is known under the module "${module}" (known: ${known.join(", ")}). ` +
        `Install and import the package that brings it: prefect-aws for prefect_aws.bundles, ` +
        `prefect-gcp for prefect_gcp.bundles, prefect-azure for prefect_azure.bundles.`,
    );
    this.module = module;
    this.known = known;
  }
}
