import type { Json } from "../../contracts/json.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { VariableRecord } from "../../control-plane/records/variable.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { quote } from "../output/quote.ts";
import { printRecord } from "../output/record-view.ts";
import { toRelativeTime } from "../output/relative-time.ts";
import { renderTable } from "../output/table.ts";
import { confirm } from "../question.ts";

/** `prefect variable ls`. */
export async function listVariables(
  context: CliContext,
  { limit, output }: OutputOptions & { readonly limit: number },
): Promise<void> {
  const variables = await (await context.openControlPlane()).filterVariables({ limit });
  if (output === "json") return context.printJson(variables);
  const now = new Date();
  const table = renderTable(context, {
    title: "Variables",
    columns: [
      { header: "Name", style: "blue", whole: true },
      { header: "Value", style: "green" },
      { header: "Created", style: "cyan" },
      { header: "Updated", style: "cyan" },
    ],
    rows: variables.map(({ name, value, created, updated }) => [
      name,
      toText(value),
      ...[created, updated].map((time) => (time === null ? "" : toRelativeTime(new Date(time), now))),
    ]),
  });
  context.print(table);
}

/** `prefect variable inspect NAME`. */
export async function inspectVariable(context: CliContext, name: string, { output }: OutputOptions): Promise<void> {
  const variable = await requireVariable(await context.openControlPlane(), name);
  if (output === "json") context.printJson(variable);
  else printRecord(context, "Variable", variable);
}

/** `prefect variable get NAME`: a text as it is, any other value as JSON. */
export async function getVariable(context: CliContext, name: string): Promise<void> {
  context.print(toText((await requireVariable(await context.openControlPlane(), name)).value));
}

/** `prefect variable set NAME VALUE`. */
export async function setVariable(
  context: CliContext,
  name: string,
  text: string,
  { overwrite = false, tag: tags }: { readonly overwrite?: boolean; readonly tag?: readonly string[] },
): Promise<void> {
  const client = await context.openControlPlane();
  const existing = await client.readVariable(name);
  if (existing !== null && !overwrite) {
    throw new CommandError({
      problem: `Variable ${quote(name)} already exists.`,
      mend: "Use `--overwrite` to update it.",
    });
  }
  const value = parseValue(text);
  if (existing === null) await client.createVariable({ name, value, tags: tags ?? [] });
  else await client.updateVariable(name, { value, ...(tags === undefined ? {} : { tags }) });
  context.print(context.paint("green", `Set variable ${quote(name)}.`));
}

/** `prefect variable unset NAME`. */
export async function unsetVariable(
  context: CliContext,
  name: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<void> {
  const client = await context.openControlPlane();
  await requireVariable(client, name);
  const question = `Are you sure you want to unset variable ${quote(name)}?`;
  await confirm(context, { question, aborted: "Unset aborted.", yes });
  await client.deleteVariable(name);
  context.print(context.paint("green", `Unset variable ${quote(name)}.`));
}

async function requireVariable(client: PrefectClient, name: string): Promise<VariableRecord> {
  const variable = await client.readVariable(name);
  if (variable !== null) return variable;
  throw new CommandError({
    problem: `Variable ${quote(name)} not found.`,
    mend: `List the variables with \`${commandLine("variable ls")}\`.`,
  });
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function toText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
