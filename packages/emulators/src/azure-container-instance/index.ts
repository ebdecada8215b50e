export { toErrorAnswer } from "./arm-error.ts";
export {
  type AzureContainerInstanceEmulator,
  type AzureContainerInstanceEmulatorOptions,
  startAzureContainerInstanceEmulator,
} from "./azure-container-instance-emulator.ts";
