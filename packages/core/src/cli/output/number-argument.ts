import { CommandError } from "../../errors/command-error.ts";
import { quote } from "./quote.ts";

/** Reads a count from a command line. Throws `CommandError`. */
export function nonNegativeIntegerArgument(text: string): number {
  if (!/^\d+$/.test(text)) throw new CommandError({ problem: `${quote(text)} is not a whole number from 0.` });
  return Number(text);
}
