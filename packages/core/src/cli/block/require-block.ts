import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { BlockDocumentRecord, BlockTypeRecord } from "../../control-plane/records/block.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { quote } from "../output/quote.ts";

export interface BlockChoice {
  readonly slug: string | undefined;
  readonly id: string | undefined;
}

/** The block that a slug, or else an id, names, its secrets masked. Throws `CommandError`. */
export async function requireBlock(client: PrefectClient, { slug, id }: BlockChoice): Promise<BlockDocumentRecord> {
  if (slug !== undefined) return await readBySlug(client, slug);
  if (id === undefined) throw new CommandError({ problem: "Must provide a block slug or id" });
  try {
    return await client.readBlockDocument(id, { includeSecrets: false });
  } catch (error) {
    if (ObjectNotFoundError.isInstance(error)) throw notFound(id);
    throw error;
  }
}

/** The block type of a slug. Throws `CommandError`. */
export async function requireBlockType(client: PrefectClient, slug: string): Promise<BlockTypeRecord> {
  const blockType = await client.readBlockType(slug);
  if (blockType !== null) return blockType;
  throw new CommandError({
    problem: `Block type ${quote(slug)} not found!`,
    mend: `List the block types with \`${commandLine("block type ls")}\`, or add those of a package with \`${commandLine("block register -m <package>")}\`.`,
  });
}

async function readBySlug(client: PrefectClient, slug: string): Promise<BlockDocumentRecord> {
  const [type, name, ...rest] = slug.split("/");
  if (!type || !name || rest.length > 0) {
    const example = "e.g. 'json/my-json-block'";
    throw new CommandError({ problem: `${quote(slug)} is not valid. Slug must contain a '/', ${example}` });
  }
  const block = await client.readBlockDocumentByName(type, name, { includeSecrets: false });
  if (block === null) throw notFound(slug);
  return block;
}

function notFound(block: string): CommandError {
  const mend = `List the blocks with \`${commandLine("block ls")}\`.`;
  return new CommandError({ problem: `Block ${quote(block)} not found!`, mend });
}
