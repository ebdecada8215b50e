import { createInterface } from "node:readline";
import { CommandError } from "../errors/command-error.ts";
import type { CliContext } from "./cli-context.ts";

/** What the reader types; the end of the input ends the command. */
export async function ask(context: CliContext, question: string): Promise<string> {
  const { stdin: input, stdout: output } = context.environment;
  const reader = createInterface({ input, output, prompt: `${context.paint("green", "?")} ${question} ` });
  reader.prompt();
  for await (const line of reader) return line;
  throw new CommandError({ problem: "The input ended before the question was answered." });
}

/** Throws `CommandError` unless the reader agrees. Where nobody can be asked, the command line itself is the answer. */
export async function confirm(
  context: CliContext,
  { question, aborted, yes }: { readonly question: string; readonly aborted: string; readonly yes?: boolean },
): Promise<void> {
  if (yes === true || !context.isInteractive) return;
  const answer = await ask(context, `${question} [y/N]:`);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError({ problem: aborted });
}
