import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CommandError } from "../../errors/command-error.ts";
import type { CliContext } from "../cli-context.ts";
import { findType } from "./choose-type.ts";

/** `prefect work-pool get-default-base-job-template --type TYPE [--file PATH]`. */
export async function showDefaultTemplate(
  context: CliContext,
  { type, file }: { readonly type: string; readonly file?: string },
): Promise<void> {
  const { baseJobTemplate } = await findType(context, type);
  if (file === undefined) {
    context.printJson(baseJobTemplate);
    return;
  }
  const path = resolve(context.environment.cwd, file);
  try {
    await writeFile(path, `${JSON.stringify(baseJobTemplate, null, 2)}\n`);
  } catch (cause) {
    throw new CommandError({ problem: `${path} cannot be written: ${(cause as Error).message}.`, cause });
  }
}
