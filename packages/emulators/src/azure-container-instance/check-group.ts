import { ImageUnavailableError } from "../workloads/image-unavailable-error.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { ArmError } from "./arm-error.ts";
import type { GroupBody } from "./group-body.ts";

const maximumCpu = 4;
const maximumMemory = 16;
const nameSyntax = /^(?!.*--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Refuses what Azure refuses before it accepts a group. */
export async function checkGroup(
  backend: WorkloadBackend,
  name: string,
  { location, properties }: GroupBody,
): Promise<void> {
  const { containers = [] } = properties ?? {};
  for (const one of [name, ...containers.map((container) => container.name)]) {
    if (nameSyntax.test(one)) continue;
    const rule =
      "It can contain only lower case letters, numbers and hyphens, must begin and end with a letter or number, and be of 1 to 63 characters";
    throw new ArmError(
      400,
      "InvalidContainerGroupName",
      `The container group name or container name '${one}' is invalid. ${rule}.`,
    );
  }
  if (location === undefined)
    throw new ArmError(400, "LocationRequired", "The location property is required for this definition.");
  if (containers.length === 0) {
    throw new ArmError(400, "InvalidContainers", `The container group '${name}' has no containers.`);
  }
  for (const { name: container, properties: asked } of containers) {
    const { cpu, memoryInGB } = asked.resources?.requests ?? {};
    if (cpu === undefined || memoryInGB === undefined) {
      const missing = `The resource requests of the container '${container}' in container group '${name}' must have cpu and memoryInGB.`;
      throw new ArmError(400, "ResourceRequestsNotSpecified", missing);
    }
    if (cpu > maximumCpu || memoryInGB > maximumMemory) {
      throw new ArmError(
        409,
        "ServiceUnavailable",
        `The requested resource is not available in the location '${location}' at this moment. Please retry with a different ` +
          `resource request or in another location. Resource requested: '${cpu}' CPU '${memoryInGB}' GB memory 'Linux' OS`,
      );
    }
    await checkImage(backend, name, asked.image);
  }
}

async function checkImage(backend: WorkloadBackend, group: string, image: string): Promise<void> {
  try {
    await backend.provideImage(image, "if-absent");
  } catch (error) {
    if (!(error instanceof ImageUnavailableError)) throw error;
    const message = `The image '${image}' in container group '${group}' is not accessible. Please check the image and registry credential.`;
    throw new ArmError(400, "InaccessibleImage", message);
  }
}
