import { Option } from "commander";
import { CommandError } from "../../errors/command-error.ts";

/** What `-o/--output` gives a command. */
export interface OutputOptions {
  readonly output?: "json";
}

/** `-o/--output json`, which every reading command has. */
export function outputOption(): Option {
  return new Option("-o, --output <format>", "Specify an output format. Currently supports: json").argParser(
    (format) => {
      if (format.toLowerCase() !== "json")
        throw new CommandError({ problem: "Only 'json' output format is supported." });
      return "json";
    },
  );
}
