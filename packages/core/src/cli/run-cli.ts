import { CommanderError } from "commander";
import { PrefectError } from "../errors/prefect-error.ts";
import { processEnvironment, type CliEnvironment } from "./cli-environment.ts";
import { hasColors, paint } from "./output/paint.ts";
import { storageTypesFor } from "./plugins/storage-types-for.ts";
import { createProgram } from "./program.ts";

/** Carries out one command line, without the program's name, and gives its exit code. It never throws. */
export async function runCli(
  commandLine: readonly string[],
  environment: CliEnvironment = processEnvironment(),
): Promise<number> {
  try {
    const storageTypes = await storageTypesFor(commandLine, environment.cwd);
    const program = createProgram(environment, storageTypes);
    await program.parseAsync(expandLeadingFlags(commandLine), { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const { stderr, env } = environment;
    const message = describe(error);
    stderr.write(`${hasColors(stderr, env) ? paint("red", message) : message}\n`);
    return 1;
  }
}

/** `-p` and `-v` mean the profile and the version before a command's name, and the command's own options after it. */
function expandLeadingFlags(words: readonly string[]): string[] {
  const longForms = new Map([
    ["-p", "--profile"],
    ["-v", "--version"],
  ]);
  const commandAt = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "-p");
  return words.map((word, index) => (commandAt === -1 || index < commandAt ? (longForms.get(word) ?? word) : word));
}

/** An error of ours says what to do; of any other, whoever mends it needs the stack. */
function describe(error: unknown): string {
  if (PrefectError.isInstance(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
