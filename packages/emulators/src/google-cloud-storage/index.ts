export { startStorageEmulator, type StorageEmulator, type StorageEmulatorOptions } from "./storage-emulator.ts";
