import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isJsonObject, type JsonObject } from "../../contracts/json.ts";
import { CommandError } from "../../errors/command-error.ts";

/** A base job template from a JSON file. Throws `CommandError` where the file holds something else. */
export async function readTemplateFile(cwd: string, path: string): Promise<JsonObject> {
  const file = resolve(cwd, path);
  const mend = "--base-job-template takes a JSON file with the objects 'job_configuration' and 'variables'.";
  const template = await readJson(file, mend);
  if (!isJsonObject(template) || !isJsonObject(template["job_configuration"]) || !isJsonObject(template["variables"])) {
    throw new CommandError({ problem: `${file} is not a base job template.`, mend });
  }
  return template;
}

async function readJson(file: string, mend: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CommandError({ problem: `${file} cannot be read: ${(cause as Error).message}.`, mend, cause });
  }
}
