// What a runner imports that has no such package: built into one file.
export { azureStorageModule as default } from "./blob/azure-storage-module.ts";
