import { PrefectError } from "./prefect-error.ts";

/** An archive of included files would write outside the directory that it is unpacked into. */
export class UnsafeArchiveError extends PrefectError {
  readonly entryName: string;
  readonly targetDirectory: string;

  constructor(fields: { entryName: string; targetDirectory: string }) {
    const { entryName, targetDirectory } = fields;
    super(
      `The archive of included files is not unpacked into ${targetDirectory}: its entry '${entryName}' is no plain file inside that directory. ` +
        "Submit the flow again from a project that you trust.",
    );
    this.entryName = entryName;
    this.targetDirectory = targetDirectory;
  }
}
