import { CommandError } from "../../errors/command-error.ts";

/** The launcher options of a command line, by commander's names for them. */
export interface LauncherOptions {
  readonly launcher?: string;
  readonly launcherArg?: readonly string[];
  readonly uploadLauncher?: string;
  readonly uploadLauncherArg?: readonly string[];
  readonly executionLauncher?: string;
  readonly executionLauncherArg?: readonly string[];
}

/** The words before the runner's path for each side of a storage; `null` where none were given. */
export interface Launchers {
  readonly upload: readonly string[] | null;
  readonly execution: readonly string[] | null;
}

/** A side's own launcher replaces the shared one; its arguments alone extend that. Throws `CommandError`. Pure. */
export function resolveLaunchers(options: LauncherOptions): Launchers {
  const shared = toLauncher("--launcher", options.launcher, options.launcherArg, null, "--launcher");
  const mend = (own: string): string => `${own} or --launcher`;
  const { uploadLauncher, uploadLauncherArg, executionLauncher, executionLauncherArg } = options;
  return {
    upload: toLauncher("--upload-launcher", uploadLauncher, uploadLauncherArg, shared, mend("--upload-launcher")),
    execution: toLauncher(
      "--execution-launcher",
      executionLauncher,
      executionLauncherArg,
      shared,
      mend("--execution-launcher"),
    ),
  };
}

function toLauncher(
  option: string,
  executable: string | undefined,
  words: readonly string[] = [],
  shared: readonly string[] | null,
  required: string,
): readonly string[] | null {
  if (words.some(isBlank)) throw new CommandError({ problem: `${option}-arg cannot be empty.` });
  if (executable !== undefined) {
    if (isBlank(executable)) throw new CommandError({ problem: `${option} cannot be empty.` });
    return [executable, ...words];
  }
  if (shared !== null) return [...shared, ...words];
  if (words.length > 0) throw new CommandError({ problem: `${option}-arg requires ${required}.` });
  return null;
}

function isBlank(word: string): boolean {
  return word.trim() === "";
}
