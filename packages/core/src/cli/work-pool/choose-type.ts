import { CommandError } from "../../errors/command-error.ts";
import { UnknownWorkPoolTypeError } from "../../errors/unknown-work-pool-type-error.ts";
import type { CliContext } from "../cli-context.ts";
import { renderTable } from "../output/table.ts";
import { discoverInfrastructureTypes, type DiscoveredType } from "../plugins/discover-infrastructure-types.ts";
import { typePackages } from "../plugins/type-packages.ts";
import { ask } from "../question.ts";

/** The type of this name. Throws `UnknownWorkPoolTypeError` where no installed package has it. */
export async function findType(context: CliContext, type: string): Promise<DiscoveredType> {
  const types = await discoverInfrastructureTypes(context.environment.cwd);
  const found = types.find((candidate) => candidate.type === type);
  if (found !== undefined) return found;
  const available = types.map((candidate) => candidate.type);
  const missing = Object.hasOwn(typePackages, type) ? typePackages[type] : undefined;
  throw new UnknownWorkPoolTypeError({ type, available, package: missing });
}

/** Asks for a type. Throws `CommandError` where nobody can be asked. */
export async function askForType(context: CliContext): Promise<DiscoveredType> {
  if (!context.isInteractive) {
    throw new CommandError({
      problem: "When not using an interactive terminal, you must supply a `--type` value.",
    });
  }
  const types = await discoverInfrastructureTypes(context.environment.cwd);
  const table = renderTable(context, {
    columns: [{ header: "" }, { header: "Infrastructure Type", whole: true }, { header: "Description" }],
    rows: types.map(({ displayName, description }, index) => [String(index + 1), displayName, description]),
  });
  context.print(table);
  const answer = (await ask(context, "What type of work pool infrastructure would you like to use? [1]:")).trim();
  const chosen = types[Number(answer || "1") - 1];
  return chosen ?? findType(context, answer);
}
