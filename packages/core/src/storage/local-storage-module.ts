import type { StorageModule } from "../contracts/storage-type.ts";
import { InvalidStorageReferenceError } from "../errors/invalid-storage-reference-error.ts";
import { createDirectoryStorage, directoryStorageModule } from "./directory-storage.ts";

/** A directory of this machine, or of a file system that machines share. Every runner has it. */
export const localStorageModule: StorageModule = {
  specificationVersion: "v1",
  module: directoryStorageModule,
  async open({ basepath }) {
    if (typeof basepath !== "string" || basepath.trim() === "") {
      throw new InvalidStorageReferenceError({
        module: directoryStorageModule,
        argument: "basepath",
        reason: basepath === undefined ? "is missing" : "must be the path of a directory",
      });
    }
    return createDirectoryStorage({ basepath });
  },
};
