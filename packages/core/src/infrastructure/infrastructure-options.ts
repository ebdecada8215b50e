import { isJsonObject } from "../contracts/json.ts";
import type { CommonInfrastructureOptions } from "../contracts/infrastructure-type.ts";
import type { PlatformSecret } from "../contracts/secret.ts";
import { didYouMean } from "../errors/closest-name.ts";
import { InfrastructureOptionError } from "../errors/infrastructure-option-error.ts";
import { checkInfrastructureRetries } from "./infrastructure-retries.ts";

/** The words before the runner's path, for each of a bundle's two steps. */
export interface StepLaunchers {
  readonly upload?: readonly string[];
  readonly execution?: readonly string[];
}

const commonOptionNames: Readonly<Record<keyof CommonInfrastructureOptions, true>> = {
  workPool: true,
  includeFiles: true,
  external: true,
  nativePlatform: true,
  launcher: true,
  jobVariables: true,
  env: true,
  secrets: true,
  startTimeoutSeconds: true,
  infrastructureRetries: true,
};

/**
 * Throws `InfrastructureOptionError` for what every decorator can tell to be wrong before anything runs.
 *
 * @param ownNames the type's own options; where they are not given, every name is let through
 * @param secretSources the platforms whose own secrets can be named
 */
export function checkInfrastructureOptions(
  infrastructureType: string,
  options: CommonInfrastructureOptions,
  ownNames?: readonly string[],
  secretSources: readonly PlatformSecret["source"][] = [],
): void {
  const refuse: Refuse = (option, reason, hint = "") => {
    throw new InfrastructureOptionError({ infrastructureType, option, reason, hint });
  };
  if (typeof options === "function") {
    refuse("object", "is missing: a function was given in its place", " Write decorator(options)(flow(fn)).");
  }
  if (!isJsonObject(options)) refuse("object", "must be an object of options");
  if (ownNames !== undefined) checkNames(options, [...Object.keys(commonOptionNames), ...ownNames], refuse);
  const { workPool, includeFiles, external, nativePlatform, launcher, env, secrets } = options;
  const { jobVariables, startTimeoutSeconds, infrastructureRetries } = options;
  if (workPool !== undefined && isBlank(workPool)) refuse("workPool", "must be the name of a work pool");
  if (includeFiles !== undefined) checkWords("includeFiles", includeFiles, "patterns", refuse);
  if (external !== undefined) checkWords("external", external, "names of packages", refuse);
  if (nativePlatform !== undefined) checkPlatform(nativePlatform, refuse);
  if (launcher !== undefined) checkLauncher(launcher, refuse);
  if (env !== undefined) checkEnv(env, refuse);
  if (secrets !== undefined) checkSecrets(secrets, ["env", "block", ...secretSources], refuse);
  if (startTimeoutSeconds !== undefined && !isPositive(startTimeoutSeconds)) {
    refuse("startTimeoutSeconds", "must be a number of seconds above 0");
  }
  if (infrastructureRetries !== undefined) checkInfrastructureRetries(infrastructureRetries, refuse);
  if (jobVariables !== undefined && !isJsonObject(jobVariables)) refuse("jobVariables", "must be an object");
}

/** Both shapes of the `launcher` option as one; `null` where it is not given. */
export function toStepLaunchers(launcher: CommonInfrastructureOptions["launcher"]): StepLaunchers | null {
  if (launcher === undefined) return null;
  return isWordList(launcher) ? { upload: launcher, execution: launcher } : launcher;
}

export type Refuse = (option: string, reason: string, hint?: string) => never;

/** An option that is misspelled would have no effect, which nobody who does not check types would notice. */
function checkNames(options: CommonInfrastructureOptions, known: readonly string[], refuse: Refuse): void {
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined && !known.includes(option)) refuse(option, "does not exist", didYouMean(option, known));
  }
}

function checkLauncher(launcher: unknown, refuse: Refuse): void {
  if (Array.isArray(launcher)) return checkLauncherWords("launcher", launcher, refuse);
  if (!isJsonObject(launcher)) refuse("launcher", "must be a list of words, or an object with 'upload' or 'execution'");
  const sides = Object.entries(launcher);
  const unknown = sides.map(([side]) => side).filter((side) => side !== "upload" && side !== "execution");
  if (unknown.length > 0)
    refuse("launcher", `knows only 'upload' and 'execution', not '${unknown.sort().join("', '")}'`);
  if (sides.length === 0) refuse("launcher", "must give at least one of 'upload' and 'execution'");
  for (const [side, words] of sides) checkLauncherWords(`launcher.${side}`, words, refuse);
}

function checkLauncherWords(option: string, words: unknown, refuse: Refuse): void {
  checkWords(option, words, "words", refuse);
  if ((words as readonly unknown[]).length === 0) refuse(option, "must not be empty");
}

function checkPlatform(platform: unknown, refuse: Refuse): void {
  if (!isJsonObject(platform)) refuse("nativePlatform", 'must be an object such as { architecture: "arm64" }');
  for (const [name, value] of Object.entries(platform)) {
    const isRight =
      name === "nodeMajor"
        ? Number.isInteger(value)
        : name === "libc"
          ? value === "glibc" || value === "musl" || value === null
          : (name === "os" || name === "architecture") && !isBlank(value);
    if (!isRight) {
      refuse(`nativePlatform.${name}`, "is none of os and architecture (texts), libc ('glibc' or 'musl'), nodeMajor");
    }
  }
}

function checkWords(option: string, words: unknown, what: string, refuse: Refuse): void {
  if (!Array.isArray(words)) refuse(option, `must be a list of ${what}, such as ["a", "b"]`);
  words.forEach((word: unknown, index) => {
    if (isBlank(word))
      refuse(`${option}[${index}]`, `must be a text that is not blank, not ${JSON.stringify(word) ?? typeof word}`);
  });
}

function checkEnv(env: unknown, refuse: Refuse): void {
  if (!isJsonObject(env)) refuse("env", "must be an object of texts");
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== "string" && value !== null)
      refuse(`env.${name}`, "must be a text, or null to remove the variable");
    if (name === "" || name.includes("=")) refuse(`env.${name}`, "has a name that no environment variable can have");
  }
}

function checkSecrets(secrets: unknown, sources: readonly string[], refuse: Refuse): void {
  if (!isJsonObject(secrets)) refuse("secrets", 'must be an object such as { TOKEN: secret.env("TOKEN") }');
  for (const [name, secret] of Object.entries(secrets)) {
    // A plain text here is a secret in the source, and would travel as such.
    if (!isJsonObject(secret)) refuse(`secrets.${name}`, 'must name a secret: secret.env("NAME") or secret.block(...)');
    const source = String(secret["source"]);
    if (!sources.includes(source)) {
      refuse(
        `secrets.${name}`,
        `names a secret of '${source}', which it cannot reach`,
        ` Use secret.${sources.join("() or secret.")}().`,
      );
    }
  }
}

function isWordList(launcher: readonly string[] | StepLaunchers): launcher is readonly string[] {
  return Array.isArray(launcher);
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function isBlank(value: unknown): boolean {
  return typeof value !== "string" || value.trim() === "";
}
