import type {
  CommonInfrastructureOptions,
  Json,
  JsonObject,
  RequestPatch,
  Resources,
  SubmitterSecret,
} from "prefect-core/provider";
import { InfrastructureOptionError, parseMemoryQuantity } from "prefect-core/provider";

/** When an image is pulled: `IfPossible` pulls, and makes do with the local image where that fails. */
export type ImagePullPolicy = "Always" | "IfNotPresent" | "IfPossible" | "Never";

/** A login at a registry, as Prefect's `docker-registry-credentials` block has it. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  /** `registry.example.com`, `https://index.docker.io/v1/` */
  readonly registry_url: string;
}

/** How a flow's container is made. */
export interface DockerOptions extends CommonInfrastructureOptions {
  readonly secrets?: Readonly<Record<string, SubmitterSecret>>;
  /** Default: the runner image. Any image with Node.js 22.19 or newer on its path will do. */
  readonly image?: string;
  /** Default: `Always` for the tag `latest` and for no tag, else `IfNotPresent`. */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * The login for the image's registry: a reference to a block,
   * `"{{ prefect.blocks.docker-registry-credentials.NAME }}"`. Default: that of the Docker configuration file.
   */
  readonly registryCredentials?: string;
  /** Name of the container; may hold `{{ ctx.flow.name }}`, `{{ ctx.flow_run.name }}` and their kin. Default: the run's name. */
  readonly name?: string;
  /** Labels of the container, beside those that name its run. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Networks of the container, by name. Not together with `networkMode`. */
  readonly networks?: readonly string[];
  /** `bridge`, `host`, `none`, `container:NAME`. Default: the engine's. */
  readonly networkMode?: string;
  /** `host:container`, `host:container:ro`, `name:container` or `/container`; added to the work pool's. */
  readonly volumes?: readonly string[];
  /** Memory as Docker writes it: `512m`, `2g`, or bytes. Over `resources.memory`. */
  readonly memLimit?: string;
  /** Memory and swap together, as Docker writes it; `-1` is unlimited swap. Needs a memory limit. */
  readonly memswapLimit?: string;
  /** Whether the container may do on its host what root may. Default: false. */
  readonly privileged?: boolean;
  /** `false`, given here, keeps the ended container and its volume for a look at it. Default: it is removed. */
  readonly autoRemove?: boolean;
  /** Whether the run's output is shown where the flow was called. Default: true. */
  readonly streamOutput?: boolean;
  /** Further options by the names of Python's Docker SDK: `{ shm_size: "1g", cap_add: ["SYS_PTRACE"] }`. */
  readonly containerCreateKwargs?: JsonObject;
  /** Limits of the container; GPUs need NVIDIA's container toolkit on the engine's host. */
  readonly resources?: Resources;
  /** The last word on the body of the engine's container-create request: a function, or an RFC 6902 JSON patch. */
  readonly patch?: RequestPatch;
}

const ownOptions: Readonly<Record<Exclude<keyof DockerOptions, keyof CommonInfrastructureOptions>, true>> = {
  image: true,
  imagePullPolicy: true,
  registryCredentials: true,
  name: true,
  labels: true,
  networks: true,
  networkMode: true,
  volumes: true,
  memLimit: true,
  memswapLimit: true,
  privileged: true,
  autoRemove: true,
  streamOutput: true,
  containerCreateKwargs: true,
  resources: true,
  patch: true,
};

/** The options of containers alone. */
export const dockerOptionNames: readonly string[] = Object.keys(ownOptions);

/** The options of containers alone, by the names of the template's variables. Throws `InfrastructureOptionError`. */
export function toDockerJobVariables(options: DockerOptions): JsonObject {
  const { resources } = options;
  const kwargs = { ...toResourceKwargs(resources), ...options.containerCreateKwargs };
  return withoutUndefined({
    image: options.image,
    image_pull_policy: options.imagePullPolicy,
    registry_credentials: options.registryCredentials,
    name: options.name,
    labels: options.labels,
    networks: options.networks,
    network_mode: options.networkMode,
    volumes: options.volumes,
    mem_limit: options.memLimit ?? toMemoryLimit(resources?.memory),
    memswap_limit: options.memswapLimit,
    privileged: options.privileged,
    auto_remove: options.autoRemove,
    stream_output: options.streamOutput,
    container_create_kwargs: Object.keys(kwargs).length === 0 ? undefined : kwargs,
  });
}

const nanosPerCpu = 1e9;

/** In words that a Python worker on the same pool understands too. */
function toResourceKwargs({ cpu, gpu }: Resources = {}): JsonObject {
  if (cpu !== undefined && !(cpu > 0)) throw invalid("cpu", `must be more than 0, not ${cpu}`);
  if (gpu !== undefined && !(Number.isInteger(gpu) && gpu >= 0)) {
    throw invalid("gpu", `must be a whole number of GPUs, not ${gpu}`);
  }
  return {
    ...(cpu === undefined ? {} : { nano_cpus: Math.round(cpu * nanosPerCpu) }),
    ...(gpu === undefined || gpu === 0 ? {} : { device_requests: [{ Count: gpu, Capabilities: [["gpu"]] }] }),
  };
}

function toMemoryLimit(memory: string | undefined): string | undefined {
  if (memory === undefined) return undefined;
  const bytes = parseMemoryQuantity(memory);
  if (bytes === null) throw invalid("memory", `must be a quantity such as "16Gi" or "512Mi", not "${memory}"`);
  return String(bytes);
}

function invalid(resource: keyof Resources, reason: string): InfrastructureOptionError {
  return new InfrastructureOptionError({ infrastructureType: "docker", option: `resources.${resource}`, reason });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
