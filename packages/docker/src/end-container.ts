import { isNotFound } from "./engine-client.ts";
import type { DockerClient } from "./docker-client.ts";
import { patiently } from "./engine-patience.ts";

/** Asks the command to end and kills it after the grace; resolves once the container runs no more. */
export async function endContainer(client: DockerClient, container: string, graceSeconds: number): Promise<void> {
  try {
    const { State: state } = await patiently(client, () => client.inspectContainer(container));
    // One that has not started has nothing to end, and whoever is about to start it must not.
    if (state.Status === "created") await client.removeContainer(container);
    else await patiently(client, () => client.stopContainer(container, graceSeconds));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
