import type { InfrastructureReference, Launcher, LaunchRequest } from "../../contracts/launcher.ts";

/**
 * What not every platform has, or not every rig of it. A subject without one names it, with the reason, and the facts
 * that need it are then printed with it, and not checked.
 *
 * - `deadline`: the platform itself ends what runs for too long.
 * - `file-delivery`: `launch` takes `files`, and `collect` gives back what was left.
 * - `graceful-kill`: a kill sends SIGTERM first and leaves the grace.
 * - `images`: what is launched runs from an image, which may be missing.
 * - `large-arguments`: 100 KB of arguments arrive.
 * - `live-output`: lines are told while the command runs.
 * - `long-lines`: a line of 200 KB is told as one.
 * - `lost-response`: the rig can lose the answer to a create that took effect.
 * - `memory-limit`: what is launched has a limit of memory, and going over it is told as such.
 * - `missing-command`: a command that is not there is told as such.
 * - `removal`: the rig can remove what was launched behind the launcher's back.
 * - `secrets-file`: secrets come in the file that `PREFECT__RUNNER_SECRETS_FILE` names.
 * - `separate-streams`: standard output and standard error are told apart.
 * - `unreachable`: the rig can make a launcher whose platform does not answer.
 */
export type LauncherCapability =
  | "deadline"
  | "file-delivery"
  | "graceful-kill"
  | "images"
  | "large-arguments"
  | "live-output"
  | "long-lines"
  | "lost-response"
  | "memory-limit"
  | "missing-command"
  | "removal"
  | "secrets-file"
  | "separate-streams"
  | "unreachable";

/** What a fact asks of the configuration, beside an image that has Node.js. */
export interface LaunchWants {
  /** Ask for an image that does not exist. */
  readonly missingImage?: true;
  /** Limit the memory to this. */
  readonly memoryMegabytes?: number;
  /** Have the platform end it after this time. */
  readonly deadlineSeconds?: number;
}

/** A launch without what is the platform's own. */
export type PlainLaunch = Omit<LaunchRequest<never>, "configuration">;

/** A launcher whose first create takes effect, while the answer to it never arrives. */
export interface LosingLauncher<Configuration> extends AsyncDisposable {
  readonly launcher: Launcher<Configuration>;
  /** How many answers were lost so far; the fact fails where none was. */
  lostResponses(): number;
}

/** A launcher and its rig, as the suite drives them. */
export interface LauncherSubject<Configuration> {
  /** A new launcher on the same platform each time, as another process would make it. */
  createLauncher(): Launcher<Configuration> | Promise<Launcher<Configuration>>;
  /** The launch on this platform, in an image that has Node.js. */
  toRequest(launch: PlainLaunch, wants: LaunchWants): LaunchRequest<Configuration>;
  /** The words that run Node.js there. Default: `["node"]`. */
  readonly node?: readonly string[];
  /** A directory of the infrastructure below which files are delivered. Needed for `file-delivery`. */
  readonly deliveryDirectory?: string;
  /** Removes the thing by the platform's own means, while it runs too. Needed for `removal`. */
  removeByHand?(reference: InfrastructureReference): Promise<void>;
  /** Needed for `lost-response`. */
  createLosingLauncher?(): Promise<LosingLauncher<Configuration>>;
  /** Needed for `unreachable`. */
  createUnreachableLauncher?(): Launcher<Configuration> | Promise<Launcher<Configuration>>;
  /** Names of everything that is left on the platform and bears the labels: also what `find` does not tell of. */
  listLeftovers?(labels: Readonly<Record<string, string>>): Promise<readonly string[]>;
}
