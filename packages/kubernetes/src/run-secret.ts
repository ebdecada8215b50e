import { objectAt, objectsAt, type JsonObject, type LaunchRequest } from "prefect-core/provider";

/** Variables of a run's environment that nobody who may look at a Job should see. */
const secretVariables: ReadonlySet<string> = new Set(["PREFECT_API_KEY", "PREFECT_API_AUTH_STRING"]);

/** Where the runner finds the secrets of its run, by the variable that names the file. */
export const secretsFile = {
  variable: "PREFECT__RUNNER_SECRETS_FILE",
  directory: "/var/run/prefect/secrets",
  name: "secrets.json",
} as const;

/** What of a run is kept in a Secret of its own. */
export interface RunSecret {
  /** Variables that come out of the Secret, each under its own name. */
  readonly variables: readonly string[];
  readonly hasFile: boolean;
  /** Of the Secret. */
  readonly stringData: Readonly<Record<string, string>>;
}

/** `null`: the run has nothing that must not be seen. Pure. */
export function toRunSecret({ env, secrets }: Pick<LaunchRequest<unknown>, "env" | "secrets">): RunSecret | null {
  const variables = Object.keys(env).filter((variable) => secretVariables.has(variable));
  if (variables.length === 0 && secrets === undefined) return null;
  return {
    variables,
    hasFile: secrets !== undefined,
    stringData: {
      ...Object.fromEntries(variables.map((variable) => [variable, env[variable] ?? ""])),
      ...(secrets === undefined ? {} : { [secretsFile.name]: JSON.stringify(secrets) }),
    },
  };
}

const volumeName = "prefect-secrets";
const ownMode = 0o440;
const readableByAll = 0o444;
/** The runner image's group; any other would do, as every process of the pod is in it. */
const runnerGroup = 1000;
/** Volumes whose files would be given to a group that is set for the pod. */
const persistentKinds = [
  "persistentVolumeClaim",
  "ephemeral",
  "csi",
  "iscsi",
  "fc",
  "rbd",
  "cephfs",
  "gcePersistentDisk",
];

/** What of a pod changes so that its flow's container finds the secrets file; nothing without one. Pure. */
export function toSecretVolume(
  secret: RunSecret | null,
  secretName: string,
  podSpec: JsonObject,
): { readonly pod: JsonObject; readonly mounts: readonly JsonObject[] } {
  if (secret === null || !secret.hasFile) return { pod: {}, mounts: [] };
  const items = [{ key: secretsFile.name, path: secretsFile.name }];
  const { defaultMode, securityContext } = toAccess(podSpec);
  const volume = { name: volumeName, secret: { secretName, items, defaultMode } };
  return {
    pod: { ...securityContext, volumes: [...objectsAt(podSpec, "volumes"), volume] },
    mounts: [{ name: volumeName, mountPath: secretsFile.directory, readOnly: true }],
  };
}

/**
 * The file is root's, and nobody knows as whom the container runs; its group is the pod's, where it has one. A pod is
 * given one unless that would change the files of volumes that outlive it.
 */
function toAccess(podSpec: JsonObject): { readonly defaultMode: number; readonly securityContext?: JsonObject } {
  const context = objectAt(podSpec, "securityContext");
  if (context["fsGroup"] !== undefined) return { defaultMode: ownMode };
  const isShared = objectsAt(podSpec, "volumes").some((volume) => persistentKinds.some((kind) => kind in volume));
  if (isShared) return { defaultMode: readableByAll };
  return { defaultMode: ownMode, securityContext: { securityContext: { ...context, fsGroup: runnerGroup } } };
}
