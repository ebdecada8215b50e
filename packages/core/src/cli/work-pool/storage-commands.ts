import { Option, type Command } from "commander";
import type { StorageOption, StorageType } from "../../contracts/storage-type.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";
import type { LauncherOptions } from "./launchers.ts";

/** The commands of `work-pool storage`; each kind of storage has a command below `configure`. */
export function addStorageCommands(
  workPool: Command,
  context: ContextSource,
  storageTypes: readonly StorageType[],
): void {
  const storage = workPool.command("storage").description("Manage work pool storage.");
  storage
    .command("inspect")
    .description("Inspect the storage configuration for a work pool.")
    .argument("<name>", "The name of the work pool to display storage configuration for.")
    .addOption(outputOption())
    .action(async (name: string, options) =>
      (await import("./inspect-storage.ts")).inspectStorage(context(), name, options),
    );
  storage
    .command("check")
    .description("Check that runs of a work pool can use its storage, from here.")
    .argument("<name>", "The name of the work pool to check the storage of.")
    .addOption(outputOption())
    .action(async (name: string, options) =>
      (await import("./check-storage.ts")).checkPoolStorage(context(), name, options),
    );
  const configure = storage.command("configure").description("Configure work pool storage.");
  for (const type of storageTypes) addConfigureCommand(configure, context, type);
  configure
    .argument("[type]")
    .argument("[name]")
    .usage("[command]")
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (type: string | undefined) => {
      if (type === undefined) configure.help({ error: true });
      (await import("./unknown-storage.ts")).refuseUnknownStorage(type ?? "", storageTypes);
    });
}

function addConfigureCommand(configure: Command, context: ContextSource, type: StorageType): void {
  const { credentialsOption, displayName } = type;
  const command = configure
    .command(type.name)
    .description(type.description ?? `Configure ${displayName} storage for a work pool.`)
    .argument("<name>", "The name of the work pool to configure storage for.");
  const own = [...type.options, ...(credentialsOption === undefined ? [] : [credentialsOption])];
  for (const option of own) command.addOption(toOption(option));
  addLauncherOptions(command).action(async (name: string, options: LauncherOptions & Record<string, unknown>) => {
    const { configureStorage } = await import("./configure-storage.ts");
    const given = Object.fromEntries(
      own.map((option) => [option.argument, options[toOption(option).attributeName()] as string | undefined]),
    );
    await configureStorage(context(), type, name, { given, launcherOptions: options });
  });
}

function toOption({ argument, description }: StorageOption): Option {
  return new Option(`--${argument.replaceAll("_", "-")} <${placeholderOf(argument)}>`, description);
}

/** `name` for what names something, `directory` for a path. */
function placeholderOf(argument: string): string {
  return argument.endsWith("path") ? "directory" : "name";
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
