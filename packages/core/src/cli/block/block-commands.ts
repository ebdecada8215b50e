import type { Command } from "commander";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addBlockCommands(program: Command, context: ContextSource): void {
  const block = program.command("block").alias("blocks").description("Manage blocks.");
  block
    .command("register")
    .description("Register the block types of a package or a file.")
    .option("-m, --module <package>", "An installed package that brings block types")
    .option("-f, --file <path>", "A JavaScript or TypeScript module that exports block classes")
    .action(async (options) => (await import("./register-blocks.ts")).registerBlocks(context(), options));
  block
    .command("ls")
    .description("View all configured blocks.")
    .addOption(outputOption())
    .action(async (options) => (await import("./list-blocks.ts")).listBlocks(context(), options));
  block
    .command("inspect")
    .description("Display details about a configured block, without its secrets.")
    .argument("[slug]", "A block slug: <block type>/<block name>")
    .option("--id <id>", "A block id to search for if no slug is given")
    .addOption(outputOption())
    .action(async (slug: string | undefined, options) =>
      (await import("./inspect-block.ts")).inspectBlock(context(), slug, options),
    );
  block
    .command("create")
    .description("Create a block from a file, or generate a link to the Prefect UI to create one.")
    .argument("<block-type>", "A block type slug. View available types with `prefect block type ls`.")
    .option("--name <name>", "The name of the block")
    .option("--from-file <path>", "A JSON file with the block's fields; - reads them from standard input")
    .option("--overwrite", "Replace an existing block of the type and name.")
    .action(async (blockType: string, options) =>
      (await import("./create-block.ts")).createBlock(context(), blockType, options),
    );
  block
    .command("delete")
    .description("Delete a configured block.")
    .argument("[slug]", "A block slug: <block type>/<block name>")
    .option("--id <id>", "A block id")
    .option("-y, --yes", "Skip confirmation")
    .action(async (slug: string | undefined, options) =>
      (await import("./delete-block.ts")).deleteBlock(context(), slug, options),
    );
  addTypeCommands(block, context);
}

function addTypeCommands(block: Command, context: ContextSource): void {
  const type = block.command("type").alias("types").description("Inspect and delete block types.");
  type
    .command("ls")
    .description("List all block types.")
    .addOption(outputOption())
    .action(async (options) => (await import("./list-block-types.ts")).listBlockTypes(context(), options));
  type
    .command("inspect")
    .description("Display details about a block type.")
    .argument("<slug>", "A block type slug")
    .addOption(outputOption())
    .action(async (slug: string, options) =>
      (await import("./inspect-block-type.ts")).inspectBlockType(context(), slug, options),
    );
  type
    .command("delete")
    .description("Delete an unprotected block type, and its blocks.")
    .argument("<slug>", "A block type slug")
    .option("-y, --yes", "Skip confirmation")
    .action(async (slug: string, options) =>
      (await import("./delete-block-type.ts")).deleteBlockType(context(), slug, options),
    );
}
