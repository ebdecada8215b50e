export { type CloudRunEmulator, type CloudRunEmulatorOptions, startCloudRunEmulator } from "./cloud-run-emulator.ts";
