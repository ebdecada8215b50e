// What a runner imports that has no such package: built into one file.
export { gcsStorageModule as default } from "./gcs/gcs-storage-module.ts";
