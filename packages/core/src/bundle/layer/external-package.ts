/** A package that goes along as it is, in a layer beside the code. */
export interface ExternalPackage {
  readonly name: string;
  readonly version: string;
  /** Where it is installed, without symbolic links. */
  readonly directory: string;
  /** Whether whatever imports it does without it where it is missing. */
  readonly isOptional: boolean;
}
