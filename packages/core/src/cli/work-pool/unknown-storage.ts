import type { StorageType } from "../../contracts/storage-type.ts";
import { CommandError } from "../../errors/command-error.ts";
import { quote } from "../output/quote.ts";

/** Which package brings a kind of storage of Prefect's, for messages. */
const storagePackages: Readonly<Record<string, string>> = {
  s3: "prefect-aws",
  gcs: "prefect-gcp",
  "azure-blob-storage": "prefect-azure",
};

/** Says which package brings a kind of storage that nothing here knows. */
export function refuseUnknownStorage(name: string, known: readonly StorageType[]): never {
  const plugin = Object.hasOwn(storagePackages, name) ? storagePackages[name] : undefined;
  throw new CommandError({
    problem: `There is no storage ${quote(name)} here.`,
    mend:
      plugin === undefined
        ? `Choose from ${known.map((type) => type.name).join(", ")}, or install the package that brings it.`
        : `Install the package that brings it: \`npm install ${plugin}\`.`,
  });
}
