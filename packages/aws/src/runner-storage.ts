// What a runner imports that has no such package: built into one file, with the default chain of containers.
export { s3StorageModule as default } from "./s3/s3-storage-module.ts";
