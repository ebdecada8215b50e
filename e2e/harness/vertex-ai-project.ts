import {
  startVertexAiEmulator,
  type VertexAiEmulator,
  type VertexAiEmulatorOptions,
} from "prefect-emulators/vertex-ai";
import { openTestProject, type ProjectBackend, type TestProject } from "./google-project.ts";

/** A machine of the emulated Vertex AI that has no more memory than a test may take. */
export const smallMachine = "n1-highcpu-2";
const smallMachineBytes = 512 * 2 ** 20;

export type VertexAiProject = TestProject<VertexAiEmulator>;
export type VertexAiProjectOptions = Omit<VertexAiEmulatorOptions, "backend" | "machineMemoryBytes"> & ProjectBackend;

export function openVertexAiProject({
  backend = "process",
  ...options
}: VertexAiProjectOptions = {}): Promise<VertexAiProject> {
  const machineMemoryBytes = { [smallMachine]: smallMachineBytes };
  return openTestProject(backend, (surroundings) =>
    startVertexAiEmulator({ ...surroundings, machineMemoryBytes, ...options }),
  );
}
