import type { JsonObject } from "../../contracts/json.ts";
import type { StorageOption, StorageType } from "../../contracts/storage-type.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import { probeConditionalWrites, recordConditionalWrites } from "../../storage/conditional-writes.ts";
import { openConfiguredStorage } from "../../storage/open-configured-storage.ts";
import { registerStorageModule } from "../../storage/open-storage.ts";
import { toStorageStep } from "../../storage/storage-steps.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { ask } from "../question.ts";
import { resolveLaunchers, type LauncherOptions } from "./launchers.ts";
import { requireWorkPool } from "./require-work-pool.ts";
import { saveResultStorageBlock } from "./result-storage-block.ts";
import { messageOf } from "../../errors/thrown.ts";

/** A storage that does not answer must not keep whoever configures it waiting. */
const probeSeconds = 10;

/** The command's options by the step arguments that they become. */
export type GivenArguments = Readonly<Record<string, string | undefined>>;

/**
 * `prefect work-pool storage configure TYPE NAME`: writes the steps and the result block that Prefect's command line
 * writes. The pool and the credentials block are looked up before anything is written.
 */
export async function configureStorage(
  context: CliContext,
  type: StorageType,
  name: string,
  { given, launcherOptions }: { readonly given: GivenArguments; readonly launcherOptions: LauncherOptions },
): Promise<void> {
  const launchers = resolveLaunchers(launcherOptions);
  const { cwd: directory } = context.environment;
  const asked = await askForMissing(context, type, given);
  const storageArguments = type.completeArguments?.(asked, { directory, home: context.settings().home }) ?? asked;
  const client = await context.openControlPlane();
  await requireWorkPool(client, name);
  const credentials = await findCredentials(client, type, storageArguments);
  const resultBlock = await saveResultStorageBlock(context, client, name, {
    blockTypeSlug: type.resultBlock.blockTypeSlug,
    data: type.resultBlock.toData(storageArguments, credentials),
  });
  const upload = toStorageStep(type, "upload", storageArguments, launchers.upload);
  const execution = toStorageStep(type, "execute", storageArguments, launchers.execution);
  await client.updateWorkPool(name, {
    storage_configuration: {
      bundle_upload_step: upload,
      bundle_execution_step: execution,
      default_result_storage_block_id: resultBlock,
    },
  });
  const what = type.displayName.endsWith("Storage") ? type.displayName : `${type.displayName} storage`;
  context.print(context.paint("green", `Configured ${what} for work pool ${quote(name)}`));
  await probe(context, client, type, { name, storageArguments });
}

async function askForMissing(context: CliContext, type: StorageType, given: GivenArguments): Promise<JsonObject> {
  const answers: Record<string, string> = {};
  const { credentialsOption } = type;
  for (const option of [...type.options, ...(credentialsOption === undefined ? [] : [credentialsOption])]) {
    const answer = given[option.argument] ?? (await askFor(context, option));
    if (answer !== null) answers[option.argument] = answer;
  }
  return answers;
}

async function askFor(context: CliContext, { argument, question, isRequired }: StorageOption): Promise<string | null> {
  const answer = context.isInteractive && question !== undefined ? (await ask(context, question)).trim() : "";
  if (answer !== "") return answer;
  if (!isRequired) return null;
  const when = context.isInteractive ? "." : " in non-interactive mode.";
  throw new CommandError({ problem: `--${argument.replaceAll("_", "-")} is required${when}` });
}

/** A reference to the block that the arguments name, or `{}`. */
async function findCredentials(client: PrefectClient, type: StorageType, given: JsonObject): Promise<JsonObject> {
  const { credentials, credentialsOption } = type;
  const name = credentials === undefined ? undefined : given[credentials.argument];
  if (credentials === undefined || credentialsOption === undefined || typeof name !== "string") return {};
  const { blockTypeSlug } = credentials;
  const document = await client.readBlockDocumentByName(blockTypeSlug, name, { includeSecrets: false });
  if (document !== null) return { $ref: { block_document_id: document.id } };
  const flag = `--${credentials.argument.replaceAll("_", "-")}`;
  const omit = credentialsOption.isRequired ? "" : `, or omit ${flag} to use default credentials`;
  throw new CommandError({
    problem: `${credentialsOption.blockDisplayName} credentials block ${quote(name)} does not exist.`,
    mend: `Please create one using \`${commandLine(`block create ${blockTypeSlug}`)}\`${omit}.`,
  });
}

/** Whoever configures a pool need not be allowed to use it: what the probe meets is said, and changes nothing. */
async function probe(
  context: CliContext,
  client: PrefectClient,
  type: StorageType,
  { name, storageArguments }: { readonly name: string; readonly storageArguments: JsonObject },
): Promise<void> {
  try {
    registerStorageModule(type);
    const reference = { module: type.module, arguments: storageArguments };
    const storage = await openConfiguredStorage(client, reference);
    const conditionalWrites = await probeConditionalWrites(storage, AbortSignal.timeout(probeSeconds * 1000));
    await recordConditionalWrites(storage, conditionalWrites);
    if (conditionalWrites) return;
    const refused = "it does not keep to conditions of writes, so that infrastructure retries are refused";
    context.printNotice(context.paint("yellow", `Warning: ${storage.describe()} can be used, but ${refused}.`));
  } catch (error) {
    const reason = messageOf(error);
    const check = `Check it with \`${commandLine(`work-pool storage check ${name}`)}\`.`;
    context.printNotice(
      context.paint("yellow", `Warning: the storage could not be tried from here. ${reason} ${check}`),
    );
  }
}
