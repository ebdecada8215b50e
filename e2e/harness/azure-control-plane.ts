import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type AzureContainerInstanceEmulator,
  type AzureContainerInstanceEmulatorOptions,
  startAzureContainerInstanceEmulator,
} from "prefect-emulators/azure-container-instance";
import { createDockerBackend } from "prefect-emulators/workloads";
import { authorityHost, type AzureAuthority, startAzureAuthority } from "./azure-authority.ts";
import { type AzureGateway, startAzureGateway } from "./azure-gateway.ts";
import { createRunnerBackend } from "./emulated-image.ts";
import { requireSetting } from "./required-setting.ts";

export const testSubscription = "00000000-0000-0000-0000-000000000001";
export const testResourceGroup = "test";

/** An emulated Azure Resource Manager that other processes reach as they reach the real one. */
export interface AzureControlPlane {
  readonly emulator: AzureContainerInstanceEmulator;
  readonly authority: AzureAuthority;
  /** For processes that shall take it for Azure. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of the container groups that there are. */
  leftovers(): Promise<string>;
  close(): Promise<void>;
}

export interface AzureControlPlaneOptions extends Partial<Omit<AzureContainerInstanceEmulatorOptions, "backend">> {
  /** What runs the containers. Default: processes. */
  readonly backend?: "process" | "docker";
  /** Secrets of the service principals that there are, by their ids. Default: none. */
  readonly principals?: Readonly<Record<string, string>>;
}

export async function openAzureControlPlane({
  backend = "process",
  principals = {},
  ...options
}: AzureControlPlaneOptions = {}): Promise<AzureControlPlane> {
  const emulator = await startAzureContainerInstanceEmulator({
    backend:
      backend === "docker"
        ? createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") })
        : createRunnerBackend(),
    resourceGroups: { [testResourceGroup]: "westeurope" },
    stopGraceSeconds: 5,
    ...options,
  });
  const authority = await startAzureAuthority(principals);
  const gateway: AzureGateway = await startAzureGateway({
    "management.azure.com": emulator.url,
    [authorityHost]: authority.url,
  });
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-azure-"));
  const certificate = path.join(directory, "authorities.pem");
  await writeFile(certificate, `${emulator.certificate}\n${authority.certificate}`);
  return {
    emulator,
    authority,
    env: { ...gateway.env, NODE_EXTRA_CA_CERTS: certificate },
    leftovers: async () => emulator.groups().join("\n"),
    async close() {
      await gateway.close();
      await Promise.all([authority.close(), emulator.close()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
