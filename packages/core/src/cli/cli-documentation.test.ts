import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Command } from "commander";
import { localStorageType } from "../storage/local-storage-type.ts";
import { processEnvironment } from "./cli-environment.ts";
import { createProgram } from "./program.ts";

const documentation = readFileSync(join(import.meta.dirname, "../../../../docs/cli.md"), "utf8");

/** The commands that do something, by their full names. */
function leaves(command: Command, name: string): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[name, command]];
  return command.commands.flatMap((child) => leaves(child, `${name} ${child.name()}`));
}

const commands = leaves(createProgram(processEnvironment(), [localStorageType]), "prefect");

test.each(commands)("docs/cli.md has %s with its arguments and options", (name, command) => {
  const words = command.registeredArguments.map((argument) => {
    const word = `${argument.name().toUpperCase()}${argument.variadic ? "..." : ""}`;
    return argument.required ? ` ${word}` : ` [${word}]`;
  });
  const [, section = ""] = documentation.split(`\n### \`${name}${words.join("")}\`\n`);
  const text = section.split("\n### ")[0] ?? "";
  const documented = [...text.matchAll(/^- `(-[^`]+)`:/gm)].map(([, flags]) => flags);
  expect(documented).toEqual(command.options.map((option) => option.flags));
});

test("docs/cli.md has no command that does not exist", () => {
  const documented = documentation.match(/^### /gm) ?? [];
  expect(documented).toHaveLength(commands.length);
});
