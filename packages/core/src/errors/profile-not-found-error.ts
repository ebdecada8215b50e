import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** The profile that was asked for is not in the profiles file. */
export class ProfileNotFoundError extends PrefectError {
  readonly profile: string;
  readonly profilesPath: string;

  constructor(fields: {
    readonly profile: string;
    readonly profilesPath: string;
    /** Who asked for it, where that is not the command itself: `PREFECT_PROFILE`, or the key `active`. */
    readonly askedBy?: string;
  }) {
    const asked = fields.askedBy === undefined ? "" : `, which ${fields.askedBy} names,`;
    super(
      `Profile '${fields.profile}' not found: the profile${asked} is not in ${fields.profilesPath}. ` +
        `List the profiles with \`${commandLine("profile ls")}\`, or choose another with \`${commandLine("profile use NAME")}\`.`,
    );
    this.profile = fields.profile;
    this.profilesPath = fields.profilesPath;
  }
}
