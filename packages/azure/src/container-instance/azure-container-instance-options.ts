import type {
  CommonInfrastructureOptions,
  Json,
  JsonObject,
  RequestPatch,
  Resources,
  SubmitterSecret,
} from "prefect-core/provider";
import { InfrastructureOptionError, parseMemoryQuantity } from "prefect-core/provider";
import { infrastructureType } from "./invalid-configuration.ts";

/** A registry that the container group logs in to with one of its identities. */
export interface RegistryIdentity {
  /** `myregistry.azurecr.io` */
  readonly registryUrl: string;
  /** The resource id of a user-assigned identity that may pull; one of `identities`, to which it is added. */
  readonly identity: string;
}

/** How a flow's container group is made. */
export interface AzureContainerInstanceOptions extends CommonInfrastructureOptions {
  readonly secrets?: Readonly<Record<string, SubmitterSecret>>;
  /** The resource group in which container groups are made. Needed here or in the work pool. */
  readonly resourceGroupName?: string;
  /** The subscription of the resource group. Needed here or in the work pool. */
  readonly subscriptionId?: string;
  /** Default: the runner image. An image of your own needs the runner; see docs/images.md. */
  readonly image?: string;
  /**
   * The login or the identity for the image's registry: a reference to a block,
   * `"{{ prefect.blocks.docker-registry-credentials.NAME }}"`, or a managed identity. Default: none, for public images.
   */
  readonly imageRegistry?: string | RegistryIdentity;
  /**
   * What is put before the command, as a container group replaces its image's entry point. `null` or empty: nothing.
   * Default: `/opt/prefect/entrypoint.sh`.
   */
  readonly entrypoint?: string | null;
  /** For people; may hold `{{ ctx.flow.name }}`, `{{ ctx.flow_run.name }}` and their kin. Default: the run's name. */
  readonly name?: string;
  /** Tags of the container group, beside those that name the run. Made valid. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Processors of the container. Over `resources.cpu`. Default: 1. */
  readonly cpu?: number;
  /** Memory of the container in GB, a multiple of 0.1. Over `resources.memory`. Default: 1. */
  readonly memory?: number;
  /** How many GPUs the container is given; with `gpuSku`. Over `resources.gpu`. */
  readonly gpuCount?: number;
  /** The kind of GPU: `"V100"`; the kinds of a region are Azure's matter. */
  readonly gpuSku?: string;
  /** Resource ids of user-assigned identities: what the flow may do in Azure, and how it reaches storage without secrets. */
  readonly identities?: readonly string[];
  /** Resource ids of the subnets that the group joins, `/subscriptions/.../subnets/NAME`. Default: none, a public network. */
  readonly subnetIds?: readonly string[];
  /** Name servers of the group; needs `subnetIds`. */
  readonly dnsServers?: readonly string[];
  /**
   * Who asks Azure: a reference to a block, `"{{ prefect.blocks.azure-container-instance-credentials.NAME }}"`. Default:
   * the default chain (`az login`, a managed identity, `AZURE_CLIENT_ID` and its kin).
   */
  readonly aciCredentials?: string;
  /** Seconds between two looks at a container group and its output. Default: 5. */
  readonly taskWatchPollInterval?: number;
  /** For Prefect's own workers on the pool; here `startTimeoutSeconds` limits a start. Default: 240. */
  readonly taskStartTimeoutSeconds?: number;
  /** Whether the ended group is stopped and stays until its run has expired, for a look at it. Default: false. */
  readonly keepContainerGroup?: boolean;
  /** Whether output is shown where the run was submitted; the pool's own `false` hides nothing. Default: shown. */
  readonly streamOutput?: boolean;
  /** CPU and memory of the container; a GPU needs `gpuSku` too. */
  readonly resources?: Resources;
  /** The last word on the container group, as Azure Resource Manager takes it: a function, or an RFC 6902 JSON patch. */
  readonly patch?: RequestPatch;
}

type OwnOption = Exclude<keyof AzureContainerInstanceOptions, keyof CommonInfrastructureOptions>;

const ownOptions: Readonly<Record<OwnOption, true>> = {
  resourceGroupName: true,
  subscriptionId: true,
  image: true,
  imageRegistry: true,
  entrypoint: true,
  name: true,
  labels: true,
  cpu: true,
  memory: true,
  gpuCount: true,
  gpuSku: true,
  identities: true,
  subnetIds: true,
  dnsServers: true,
  aciCredentials: true,
  taskWatchPollInterval: true,
  taskStartTimeoutSeconds: true,
  keepContainerGroup: true,
  streamOutput: true,
  resources: true,
  patch: true,
};

/** The options of container groups alone. */
export const azureContainerInstanceOptionNames: readonly string[] = Object.keys(ownOptions);

/** The options of container groups alone, by the names of the template's variables. Throws `InfrastructureOptionError`. */
export function toAzureContainerInstanceJobVariables(options: AzureContainerInstanceOptions): JsonObject {
  const { resources = {}, imageRegistry } = options;
  return withoutUndefined({
    name: options.name,
    labels: options.labels,
    image: options.image,
    resource_group_name: options.resourceGroupName,
    subscription_id: options.subscriptionId,
    identities: options.identities,
    entrypoint: options.entrypoint,
    image_registry:
      typeof imageRegistry === "object"
        ? { registry_url: imageRegistry.registryUrl, identity: imageRegistry.identity }
        : imageRegistry,
    cpu: options.cpu ?? toCpu(resources),
    memory: options.memory ?? toMemory(resources),
    gpu_count: options.gpuCount ?? toGpuCount(resources),
    gpu_sku: options.gpuSku,
    subnet_ids: options.subnetIds,
    dns_servers: options.dnsServers,
    aci_credentials: options.aciCredentials,
    stream_output: options.streamOutput,
    task_start_timeout_seconds: options.taskStartTimeoutSeconds,
    task_watch_poll_interval: options.taskWatchPollInterval,
    keep_container_group: options.keepContainerGroup,
  });
}

function toCpu({ cpu }: Resources): number | undefined {
  if (cpu !== undefined && !(cpu > 0 && Number.isFinite(cpu))) throw invalid("cpu", `must be more than 0, not ${cpu}`);
  return cpu;
}

const bytesPerGigabyte = 2 ** 30;

/** Azure takes tenths of a gigabyte, so that a run gets what it asks for or a little more. */
function toMemory({ memory }: Resources): number | undefined {
  if (memory === undefined) return undefined;
  const bytes = parseMemoryQuantity(memory);
  if (bytes === null) throw invalid("memory", `must be a quantity such as "16Gi" or "512Mi", not "${memory}"`);
  return Math.ceil((bytes * 10) / bytesPerGigabyte) / 10;
}

function toGpuCount({ gpu }: Resources): number | undefined {
  if (gpu === undefined || gpu === 0) return undefined;
  if (!Number.isInteger(gpu) || gpu < 0) throw invalid("gpu", `must be a whole number of GPUs, not ${gpu}`);
  return gpu;
}

function invalid(resource: keyof Resources, reason: string): InfrastructureOptionError {
  return new InfrastructureOptionError({ infrastructureType, option: `resources.${resource}`, reason });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
