/**
 * The module that a bundle step's name stands for: `prefect_aws.bundles` for `prefect_aws.experimental.bundles.upload`
 * and its kin, whichever edition of Prefect wrote the step.
 */
export function toStorageModule(stepModule: string): string {
  return stepModule.replace(/\.(upload|execute)$/, "").replace(".experimental.", ".");
}
