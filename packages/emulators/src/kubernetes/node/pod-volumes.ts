import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { WorkloadMount } from "../../workloads/workload-backend.ts";
import type { Container, ObjectVolume, Pod, Volume } from "../api/pod.ts";
import { configMapType, type ResourceType, secretType } from "../api/resource-type.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { readKeys } from "./container-env.ts";
import { ContainerConfigError } from "./container-config-error.ts";
import { readPodField } from "./pod-fields.ts";

/** Directories of this machine that are a pod's volumes. */
export interface PodVolumes {
  /** Where a container sees them. */
  mountsOf(container: Container): Promise<WorkloadMount[]>;
  remove(): Promise<void>;
}

export interface VolumeSurroundings {
  readonly store: ObjectStore;
  /** The token of a service account. */
  readonly issueToken: (namespace: string, serviceAccount: string) => string;
}

const directoryMode = 0o777;
const fileMode = 0o644;

/** Lays out a pod's volumes. Throws `ContainerConfigError`, and then leaves nothing, while an object is missing. */
export async function createPodVolumes(surroundings: VolumeSurroundings, pod: Pod): Promise<PodVolumes> {
  const root = await mkdtemp(path.join(tmpdir(), "kubernetes-pod-"));
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true });
  const sources = new Map<string, string>();
  try {
    for (const volume of pod.spec.volumes ?? []) {
      sources.set(volume.name, await layOut(surroundings, pod, volume, path.join(root, volume.name)));
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    remove,
    async mountsOf({ volumeMounts = [] }) {
      const mounts: WorkloadMount[] = [];
      for (const { name, mountPath, subPath, readOnly = false } of volumeMounts) {
        const source = path.join(sources.get(name) ?? root, subPath ?? "");
        await mkdir(source, { recursive: true }).catch(() => undefined);
        mounts.push({ source, target: mountPath, isReadOnly: readOnly });
      }
      return mounts;
    },
  };
}

async function layOut(
  { store, issueToken }: VolumeSurroundings,
  pod: Pod,
  { name, hostPath, secret, configMap, downwardAPI, projected }: Volume,
  directory: string,
): Promise<string> {
  if (hostPath !== undefined) return hostPath.path;
  await mkdir(directory);
  // Whatever the mask of this process is.
  await chmod(directory, directoryMode);
  const write = (file: string, content: string | Buffer, mode: number): Promise<void> =>
    writeVolumeFile(path.join(directory, file), content, mode, pod);
  const writeObject = async (type: ResourceType, object: string, volume: ObjectVolume): Promise<void> => {
    for (const [file, content, mode] of selectKeys(store, pod, type, object, volume, name)) {
      await write(file, content, mode);
    }
  };
  if (secret !== undefined) await writeObject(secretType, secret.secretName, secret);
  if (configMap !== undefined) await writeObject(configMapType, configMap.name, configMap);
  for (const { path: file, fieldRef } of downwardAPI?.items ?? []) {
    await write(file, readPodField(pod, fieldRef?.fieldPath ?? "") ?? "", fileMode);
  }
  for (const source of projected?.sources ?? []) {
    if (source.secret !== undefined) await writeObject(secretType, source.secret.name, source.secret);
    if (source.configMap !== undefined) await writeObject(configMapType, source.configMap.name, source.configMap);
    for (const { path: file, fieldRef } of source.downwardAPI?.items ?? []) {
      await write(file, readPodField(pod, fieldRef?.fieldPath ?? "") ?? "", fileMode);
    }
    if (source.serviceAccountToken !== undefined) {
      const token = issueToken(pod.metadata.namespace ?? "", pod.spec.serviceAccountName ?? "default");
      await write(source.serviceAccountToken.path, token, fileMode);
    }
  }
  return directory;
}

/** The files of a volume that an object fills: all of its keys, or the chosen ones. */
function selectKeys(
  store: ObjectStore,
  pod: Pod,
  type: ResourceType,
  name: string,
  { items, defaultMode = fileMode, optional = false }: ObjectVolume,
  volume: string,
): [string, Buffer, number][] {
  const values = readKeys(store, pod, type, { name, optional }) ?? {};
  if (items === undefined) return Object.entries(values).map(([key, value]) => [key, value, defaultMode]);
  return items.flatMap(({ key, path: file, mode = defaultMode }) => {
    const value = values[key];
    if (value !== undefined) return [[file, value, mode]];
    if (optional) return [];
    throw new ContainerConfigError(`references non-existent ${type.singular} key: ${key} (volume "${volume}")`);
  });
}

async function writeVolumeFile(file: string, content: string | Buffer, mode: number, pod: Pod): Promise<void> {
  const { fsGroup } = (pod.spec.securityContext ?? {}) as { readonly fsGroup?: number };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content, { mode: fsGroup === undefined ? mode : mode | 0o040 });
  if (fsGroup !== undefined && process.getuid?.() === 0) await chown(file, 0, fsGroup);
}
