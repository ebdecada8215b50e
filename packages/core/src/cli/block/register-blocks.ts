import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BlockType } from "../../contracts/block-type.ts";
import { registerBlockType } from "../../control-plane/blocks/register-block-type.ts";
import { CommandError } from "../../errors/command-error.ts";
import { toUiUrl } from "../../settings/ui-url.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { renderTable } from "../output/table.ts";
import { discoverBlockTypes } from "../plugins/discover-block-types.ts";
import { messageOf } from "../../errors/thrown.ts";

interface RegisterOptions {
  readonly module?: string;
  readonly file?: string;
}

/** `prefect block register`: what is registered already is brought up to date. */
export async function registerBlocks(context: CliContext, { module, file }: RegisterOptions): Promise<void> {
  if ((module === undefined) === (file === undefined)) {
    throw new CommandError({
      problem: "Please specify either a module or a file containing blocks to be registered, but not both.",
    });
  }
  const source = module === undefined ? `file ${quote(file ?? "")}` : `module ${quote(module)}`;
  const blockTypes =
    module === undefined ? await typesOfFile(context, file ?? "") : await typesOfPackage(context, module);
  if (blockTypes.length === 0) throw new CommandError({ problem: `No blocks were registered from ${source}.` });
  const client = await context.openControlPlane();
  for (const blockType of blockTypes) await registerBlockType(client, blockType);
  const count = `${String(blockTypes.length)} ${blockTypes.length === 1 ? "block" : "blocks"}`;
  context.print(context.paint("green", `Successfully registered ${count}\n`));
  const rows = blockTypes.map(({ name }) => [name]);
  context.print(renderTable(context, { columns: [{ header: "Registered Blocks" }], rows }));
  const uiUrl = toUiUrl(context.settings());
  if (uiUrl === null) return;
  context.print(
    `\n To configure the newly registered blocks, go to the Blocks page in the Prefect UI: ${uiUrl}/blocks/catalog\n`,
  );
}

/** Prefect's command lines name Python modules: `prefect_aws.credentials` means the package `prefect-aws`. */
async function typesOfPackage(context: CliContext, module: string): Promise<readonly BlockType[]> {
  const named = module.startsWith("@") ? module : (module.split(".")[0] ?? "").replaceAll("_", "-");
  const name = named === "prefect" ? "prefect-core" : named;
  const packages = await discoverBlockTypes(context.environment.cwd);
  const found = packages.find((each) => each.package === name);
  if (found !== undefined) return found.blockTypes;
  throw new CommandError({
    problem: `Unable to load ${module}: ${quote(name)} is no plugin among the dependencies of this project.`,
    mend: `Install it with \`npm install ${name}\`. Those that are: ${packages.map((each) => each.package).join(", ")}.`,
  });
}

async function typesOfFile(context: CliContext, file: string): Promise<readonly BlockType[]> {
  const path = resolve(context.environment.cwd, file);
  if (!existsSync(path)) throw new CommandError({ problem: `There is no file ${path}.` });
  let exports: Readonly<Record<string, unknown>>;
  try {
    exports = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const reason = messageOf(cause);
    throw new CommandError({ problem: `Unable to load file at ${path}: ${reason}`, cause });
  }
  return Object.values(exports).flatMap((exported) => (isBlockClass(exported) ? [exported.blockType] : []));
}

function isBlockClass(value: unknown): value is { readonly blockType: BlockType } {
  if (typeof value !== "function" || !("blockType" in value)) return false;
  const { blockType } = value;
  return typeof blockType === "object" && blockType !== null && "slug" in blockType && "fields" in blockType;
}
