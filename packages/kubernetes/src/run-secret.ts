import type { JsonObject, LaunchRequest } from "prefect-core/provider";

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
// The container's user is not known, and nobody else is in its file system.
const readableByAll = 0o444;

/** The volume of the secrets file and where it is mounted; none without a file. */
export function toSecretVolume(
  secret: RunSecret | null,
  secretName: string,
): { readonly volumes: readonly JsonObject[]; readonly mounts: readonly JsonObject[] } {
  if (secret === null || !secret.hasFile) return { volumes: [], mounts: [] };
  const items = [{ key: secretsFile.name, path: secretsFile.name }];
  return {
    volumes: [{ name: volumeName, secret: { secretName, items, defaultMode: readableByAll } }],
    mounts: [{ name: volumeName, mountPath: secretsFile.directory, readOnly: true }],
  };
}
