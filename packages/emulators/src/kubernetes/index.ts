export type { AdmissionRequest, AdmissionStep } from "./admission/admission.ts";
export { StatusError } from "./api/status-error.ts";
export type { KubernetesControls } from "./kubernetes-controls.ts";
export {
  type KubernetesEmulator,
  type KubernetesEmulatorOptions,
  startKubernetesEmulator,
} from "./kubernetes-emulator.ts";
export type { NodeOptions } from "./to-node.ts";
