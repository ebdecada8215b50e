import { join, resolve } from "node:path";
import type { StorageType } from "../contracts/storage-type.ts";
import { InvalidBlockError } from "../errors/invalid-block-error.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { localStorageModule } from "./local-storage-module.ts";

/** `work-pool storage configure local`, and blocks of type `local-file-system`. */
export const localStorageType: StorageType = {
  ...localStorageModule,
  name: "local",
  displayName: "Local",
  description: "Configure a directory of this machine as a work pool's storage.",
  options: [
    {
      argument: "basepath",
      description: "The directory. Default: storage in PREFECT_HOME.",
      isRequired: false,
    },
  ],
  completeArguments: ({ basepath }, { directory, home }) => ({
    basepath: typeof basepath === "string" ? resolve(directory, basepath) : join(home, "storage"),
  }),
  resultBlock: {
    blockTypeSlug: "local-file-system",
    toData: ({ basepath = null }) => ({ basepath }),
    toArguments({ basepath = null }, block) {
      if (basepath !== null && typeof basepath !== "string") {
        throw new InvalidBlockError({ block, field: "basepath", reason: "must be the path of a directory" });
      }
      return { basepath: basepath ?? loadSettings().localStoragePath };
    },
  },
};
