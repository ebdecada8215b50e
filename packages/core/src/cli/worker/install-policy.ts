import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { typePackages } from "../plugins/type-packages.ts";
import { ask } from "../question.ts";
import { discoverInfrastructureTypes } from "../plugins/discover-infrastructure-types.ts";

export const installPolicies = ["always", "if-not-present", "never", "prompt"] as const;
export type InstallPolicy = (typeof installPolicies)[number];

/** By the lock file that each leaves in a project, how its package manager adds a package. */
const managers: readonly (readonly [lockFile: string, command: readonly string[]])[] = [
  ["pnpm-lock.yaml", ["pnpm", "add"]],
  ["yarn.lock", ["yarn", "add"]],
  ["bun.lock", ["bun", "add"]],
  ["package-lock.json", ["npm", "install"]],
];

/** Adds the package of a type to the working project, as the policy wants. Throws `CommandError` where that fails. */
export async function installType(context: CliContext, type: string, policy: InstallPolicy): Promise<void> {
  const name = Object.hasOwn(typePackages, type) ? (typePackages[type] ?? null) : null;
  if (name === null || policy === "never") return;
  if (policy !== "always" && (await isKnown(context, type))) return;
  if (policy === "prompt" && !(await isWanted(context, name, type))) return;
  const command = [...findManager(context.environment.cwd), name];
  context.print(`Installing ${name} with \`${command.join(" ")}\`...`);
  await run(context, command);
}

async function isKnown({ environment }: CliContext, type: string): Promise<boolean> {
  return (await discoverInfrastructureTypes(environment.cwd)).some((known) => known.type === type);
}

async function isWanted(context: CliContext, name: string, type: string): Promise<boolean> {
  if (!context.isInteractive) return false;
  const answer = await ask(context, `Work pools of type ${quote(type)} need the package ${name}. Install it? [Y/n]:`);
  return /^(y(es)?)?$/iu.test(answer.trim());
}

/** That of the nearest lock file above. */
function findManager(directory: string): readonly string[] {
  const found = managers.find(([lockFile]) => existsSync(join(directory, lockFile)));
  if (found !== undefined) return found[1];
  const parent = dirname(directory);
  return parent === directory ? ["npm", "install"] : findManager(parent);
}

async function run({ environment }: CliContext, [program = "", ...words]: readonly string[]): Promise<void> {
  const child = spawn(program, words, {
    cwd: environment.cwd,
    env: environment.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const command = [program, ...words].join(" ");
  const [exitCode] = await once(child, "close").catch((cause: unknown) => {
    throw new CommandError({
      problem: `\`${command}\` cannot be started.`,
      mend: "Install the package yourself.",
      cause,
    });
  });
  if (exitCode === 0) return;
  throw new CommandError({
    problem: `\`${command}\` exited with code ${String(exitCode)}:\n${Buffer.concat(errors).toString().trimEnd()}`,
  });
}
