import type { Command } from "commander";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addStorageCommands(workPool: Command, context: ContextSource): void {
  const storage = workPool.command("storage").description("Manage work pool storage.");
  storage
    .command("inspect")
    .description("Inspect the storage configuration for a work pool.")
    .argument("<name>", "The name of the work pool to display storage configuration for.")
    .addOption(outputOption())
    .action(async (name: string, options) =>
      (await import("./inspect-storage.ts")).inspectStorage(context(), name, options),
    );
  const configure = storage.command("configure").description("Configure work pool storage.");
  const local = configure
    .command("local")
    .description("Configure a directory of this machine as a work pool's storage.")
    .argument("<name>", "The name of the work pool to configure storage for.")
    .option("--basepath <directory>", "The directory. Default: storage in PREFECT_HOME.");
  addLauncherOptions(local).action(async (name: string, options) =>
    (await import("./configure-local-storage.ts")).configureLocalStorage(context(), name, options),
  );
}

/** The options that say which words come before the runner's path; every `storage configure` command has them. */
function addLauncherOptions(command: Command): Command {
  const collect = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];
  return command
    .optionsGroup("Launchers:")
    .option("--launcher <executable>", "Shared executable or path for upload and execution.")
    .option("--launcher-arg <word>", "Append one word to the shared launcher. Repeat per word.", collect)
    .option("--upload-launcher <executable>", "Replace the shared executable or path for upload only.")
    .option("--upload-launcher-arg <word>", "Append one upload-only word. Extends the shared launcher.", collect)
    .option("--execution-launcher <executable>", "Replace the shared executable or path for execution only.")
    .option("--execution-launcher-arg <word>", "Append one execution-only word. Extends the shared launcher.", collect);
}
