import type { StorageReference } from "../contracts/storage.ts";
import { RunnerUsageError } from "../errors/runner-usage-error.ts";

/**
 * The storage that a command line names: `execute --storage-module prefect_core.bundles --basepath /data` is
 * `{ module: "prefect_core.bundles", arguments: { basepath: "/data" } }`. `--name value` and `--name=value` mean the
 * same, and argument names become snake_case as bundle steps write them.
 *
 * Throws `RunnerUsageError`.
 */
export function parseCommand(words: readonly string[]): StorageReference {
  const [command, ...rest] = words;
  if (command === undefined) throw new RunnerUsageError({ problem: "A command is missing." });
  if (command !== "execute") throw new RunnerUsageError({ problem: `There is no command ${JSON.stringify(command)}.` });
  const { storage_module: module, ...parameters } = parseArguments(rest);
  if (module === undefined || module === "") throw new RunnerUsageError({ problem: "--storage-module is missing." });
  return { module, arguments: parameters };
}

function parseArguments(words: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const match = /^--([a-z][a-z0-9_-]*)(?:=(.*))?$/s.exec(word);
    if (match === null)
      throw new RunnerUsageError({ problem: `${JSON.stringify(word)} is not an argument such as --basepath.` });
    const name = (match[1] ?? "").replaceAll("-", "_");
    if (values.has(name)) throw new RunnerUsageError({ problem: `${word} is given twice.` });
    const value = match[2] ?? words[(at += 1)];
    if (value === undefined) throw new RunnerUsageError({ problem: `${word} has no value.` });
    values.set(name, value);
  }
  return Object.fromEntries(values);
}
