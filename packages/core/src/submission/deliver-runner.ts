import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunnerCommand } from "../contracts/infrastructure-type.ts";
import type { DeliveredFile } from "../contracts/launcher.ts";
import { RunnerNotBuiltError } from "../errors/runner-not-built-error.ts";
import { corePackageRoot } from "../settings/core-package.ts";

let loaded: Promise<Buffer> | undefined;

/** The runner as a file at the path of its command, where the platform wants it delivered. Throws `RunnerNotBuiltError`. */
export async function toDeliveredRunner({ prefix, isDelivered }: RunnerCommand): Promise<readonly DeliveredFile[]> {
  const path = prefix.at(-1);
  if (isDelivered !== true || path === undefined) return [];
  const runner = await loadRunner();
  return [
    {
      path,
      bytes: runner.byteLength,
      content: async function* () {
        yield runner;
      },
    },
  ];
}

function loadRunner(): Promise<Buffer> {
  const path = join(corePackageRoot(), "dist", "runner.mjs");
  loaded ??= readFile(path).catch((cause: unknown) => {
    loaded = undefined;
    throw new RunnerNotBuiltError({ path, cause });
  });
  return loaded;
}
