import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { BlockType } from "../../contracts/block-type.ts";
import type { JsonObject } from "../../contracts/json.ts";
import { saveBlock } from "../../control-plane/blocks/save-block.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { toUiUrl } from "../../settings/ui-url.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { discoverBlockTypes } from "../plugins/discover-block-types.ts";
import { requireBlockType } from "./require-block.ts";

interface CreateOptions {
  readonly name?: string;
  readonly fromFile?: string;
  readonly overwrite?: boolean;
}

/**
 * `prefect block create TYPE`: the link of Prefect's user interface, or the block itself. Its fields come from a file or
 * standard input, as whatever is on a command line can be read by others.
 */
export async function createBlock(context: CliContext, slug: string, options: CreateOptions): Promise<void> {
  const { name, fromFile, overwrite = false } = options;
  const client = await context.openControlPlane();
  if (name === undefined && fromFile === undefined) {
    await printLink(context, client, slug);
    return;
  }
  if (name === undefined || fromFile === undefined) {
    throw new CommandError({ problem: "A block is created with both --name and --from-file." });
  }
  const data = await readFields(context, fromFile);
  await saveBlock(client, await findType(context, client, slug), { name, data, overwrite });
  context.print(context.paint("green", `Saved Block ${quote(`${slug}/${name}`)}.`));
}

async function printLink(context: CliContext, client: PrefectClient, slug: string): Promise<void> {
  const blockType = await requireBlockType(client, slug);
  const uiUrl = toUiUrl(context.settings());
  if (uiUrl === null) {
    throw new CommandError({
      problem: "Prefect must be configured to use a hosted Prefect server or Prefect Cloud to display the Prefect UI.",
      mend: `Create the block from a file: \`${commandLine(`block create ${slug} --name <name> --from-file <path>`)}\`.`,
    });
  }
  context.print(`Create a ${slug} block: ${uiUrl}/blocks/catalog/${blockType.slug}/create`);
}

/** An installed package's type, else what the control plane knows of it. */
async function findType(context: CliContext, client: PrefectClient, slug: string): Promise<BlockType> {
  const packages = await discoverBlockTypes(context.environment.cwd);
  const installed = packages.flatMap(({ blockTypes }) => blockTypes).find((blockType) => blockType.slug === slug);
  if (installed !== undefined) return installed;
  const { id, name, description } = await requireBlockType(client, slug);
  const [schema] = await client.filterBlockSchemas({ block_schemas: { block_type_id: { any_: [id] } }, limit: 1 });
  if (schema === undefined) throw new CommandError({ problem: `No schema found for the ${slug} block type` });
  const { fields, capabilities, version } = schema;
  return { specificationVersion: "v1", slug, name, description: description ?? "", fields, capabilities, version };
}

async function readFields({ environment }: CliContext, fromFile: string): Promise<JsonObject> {
  const source = fromFile === "-" ? await text(environment.stdin) : await readText(resolve(environment.cwd, fromFile));
  try {
    const fields: unknown = JSON.parse(source);
    if (typeof fields === "object" && fields !== null && !Array.isArray(fields)) return fields as JsonObject;
  } catch {
    // A parser's message quotes its source, which holds secrets.
  }
  throw new CommandError({
    problem: `${fromFile === "-" ? "Standard input" : fromFile} is not a JSON object of fields.`,
  });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CommandError({ problem: `The file ${path} cannot be read.`, cause });
  }
}
