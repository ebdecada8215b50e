import {
  type CloudRunEmulator,
  type CloudRunEmulatorOptions,
  startCloudRunEmulator,
} from "prefect-emulators/cloud-run";
import { openTestProject, type ProjectBackend, type TestProject } from "./google-project.ts";

export type CloudRunProject = TestProject<CloudRunEmulator>;
export type CloudRunProjectOptions = Omit<CloudRunEmulatorOptions, "backend"> & ProjectBackend;

export function openCloudRunProject({
  backend = "process",
  ...options
}: CloudRunProjectOptions = {}): Promise<CloudRunProject> {
  return openTestProject(backend, (surroundings) => startCloudRunEmulator({ ...surroundings, ...options }));
}
