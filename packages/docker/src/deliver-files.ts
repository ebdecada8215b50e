import { text } from "node:stream/consumers";
import type { DeliveredFile } from "prefect-core/provider";
import { archiveEntries } from "./archive-entries.ts";
import { resolveContainerUser } from "./container-user.ts";
import type { ContainerUser } from "./container-user.ts";
import { toDeliveryArchive } from "./delivery-archive.ts";
import { deliveryRoot } from "./delivery-root.ts";
import type { DockerClient } from "./docker-client.ts";

const root: ContainerUser = { userId: 0, groupId: 0 };

/** Puts files into a container that has not started. What is there already from an earlier try is replaced. */
export async function deliverFiles(
  client: DockerClient,
  container: string,
  files: readonly DeliveredFile[],
): Promise<void> {
  if (files.length === 0) return;
  // Only a secret has to belong to somebody.
  const user = files.some(({ isSecret }) => isSecret === true) ? await findUser(client, container) : root;
  const archive = toDeliveryArchive(deliveryRoot, files, user);
  // A failure of the archive itself, such as a file that cannot be read, says more than the connection it breaks.
  let broken: Error | null = null;
  archive.once("error", (error) => (broken = error));
  try {
    await client.putArchive(container, deliveryRoot, archive);
  } catch (error) {
    throw broken ?? error;
  } finally {
    archive.destroy();
  }
}

/** Root for a name that the image has not: the engine refuses that at the start, in its own words. */
async function findUser(client: DockerClient, container: string): Promise<ContainerUser> {
  const { Config } = await client.inspectContainer(container);
  return resolveContainerUser(Config.User, await readTextFile(client, container, "/etc/passwd")) ?? root;
}

/** Empty where there is no such file. */
async function readTextFile(client: DockerClient, container: string, path: string): Promise<string> {
  for await (const entry of archiveEntries(client, container, path)) return await text(entry);
  return "";
}
