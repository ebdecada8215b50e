import type {
  CommonInfrastructureOptions,
  Json,
  JsonObject,
  KubernetesSecret,
  RequestPatch,
  Resources,
  SubmitterSecret,
} from "prefect-core/provider";
import { InfrastructureOptionError, parseMemoryQuantity } from "prefect-core/provider";

/** When a node pulls the image. */
export type ImagePullPolicy = "Always" | "IfNotPresent" | "Never";

/** How a flow's Job is made. */
export interface KubernetesOptions extends CommonInfrastructureOptions {
  /** Beside those of the submitter, `secret.kubernetes(name, key)`: a key of a Secret in the Job's namespace. */
  readonly secrets?: Readonly<Record<string, SubmitterSecret | KubernetesSecret>>;
  /** The context of the kubeconfig to use. Default: its current one. Not together with `clusterConfig`. */
  readonly context?: string;
  /**
   * The cluster: a reference to a block, `"{{ prefect.blocks.kubernetes-cluster-config.NAME }}"`. Default: the cluster
   * that this process runs in, else that of the kubeconfig.
   */
  readonly clusterConfig?: string;
  /** The namespace of the Job. Default: `default`, as in Prefect's template. */
  readonly namespace?: string;
  /** Default: the runner image. An image of your own needs the runner; see docs/images.md. */
  readonly image?: string;
  /** Default: `IfNotPresent`. */
  readonly imagePullPolicy?: ImagePullPolicy;
  /** The service account of the pod: what the flow may do in the cluster, and its workload identity. Default: the namespace's. */
  readonly serviceAccountName?: string;
  /** For people; may hold `{{ ctx.flow.name }}`, `{{ ctx.flow_run.name }}` and their kin. Default: the run's name. */
  readonly name?: string;
  /** Labels of the Job and its pod, beside those that name the run. Made valid. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the Job and its pod. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** CPUs that the pod is given, such as `"500m"`. Over `resources.cpu`. */
  readonly cpuRequest?: string;
  /** CPUs that the pod may use at most. Over `resources.cpu`. */
  readonly cpuLimit?: string;
  /** Memory that the pod is given, such as `"256Mi"`. Over `resources.memory`. */
  readonly memoryRequest?: string;
  /** Memory that the pod may use at most. Over `resources.memory`. */
  readonly memoryLimit?: string;
  /** CPU and memory as request and limit alike; GPUs as `nvidia.com/gpu`. */
  readonly resources?: Resources;
  /** How many times the cluster replaces a pod that failed, within the same attempt. Default: 0. */
  readonly backoffLimit?: number;
  /** Seconds for which the ended Job is kept for a look at it. Default: it is removed with the end of its run. */
  readonly finishedJobTtl?: number;
  /** Has no effect, as in Prefect: `timeoutSeconds` of the flow limits a run. */
  readonly jobWatchTimeoutSeconds?: number;
  /** Has no effect, as in Prefect. */
  readonly podWatchTimeoutSeconds?: number;
  /** Has no effect, as in Prefect: output is always shown. */
  readonly streamOutput?: boolean;
  /** The last word on the Job: a function, or an RFC 6902 JSON patch. */
  readonly patch?: RequestPatch;
}

const ownOptions: Readonly<Record<Exclude<keyof KubernetesOptions, keyof CommonInfrastructureOptions>, true>> = {
  context: true,
  clusterConfig: true,
  namespace: true,
  image: true,
  imagePullPolicy: true,
  serviceAccountName: true,
  name: true,
  labels: true,
  annotations: true,
  cpuRequest: true,
  cpuLimit: true,
  memoryRequest: true,
  memoryLimit: true,
  resources: true,
  backoffLimit: true,
  finishedJobTtl: true,
  jobWatchTimeoutSeconds: true,
  podWatchTimeoutSeconds: true,
  streamOutput: true,
  patch: true,
};

/** The options of Jobs alone. */
export const kubernetesOptionNames: readonly string[] = Object.keys(ownOptions);

/** The options of Jobs alone, by the names of the template's variables. Throws `InfrastructureOptionError`. */
export function toKubernetesJobVariables(options: KubernetesOptions): JsonObject {
  const { resources = {} } = options;
  checkGpus(resources);
  const cpu = toCpuQuantity(resources);
  const memory = toMemoryQuantity(resources);
  return withoutUndefined({
    name: options.name,
    labels: options.labels,
    annotations: options.annotations,
    namespace: options.namespace,
    image: options.image,
    image_pull_policy: options.imagePullPolicy,
    service_account_name: options.serviceAccountName,
    backoff_limit: options.backoffLimit,
    finished_job_ttl: options.finishedJobTtl,
    job_watch_timeout_seconds: options.jobWatchTimeoutSeconds,
    pod_watch_timeout_seconds: options.podWatchTimeoutSeconds,
    stream_output: options.streamOutput,
    cluster_config: options.clusterConfig,
    cpu_request: options.cpuRequest ?? cpu,
    cpu_limit: options.cpuLimit ?? cpu,
    memory_request: options.memoryRequest ?? memory,
    memory_limit: options.memoryLimit ?? memory,
  });
}

function toCpuQuantity({ cpu }: Resources): string | undefined {
  if (cpu === undefined) return undefined;
  if (!(cpu > 0) || !Number.isFinite(cpu)) throw invalid("cpu", `must be more than 0, not ${cpu}`);
  return Number.isInteger(cpu) ? String(cpu) : `${Math.round(cpu * 1000)}m`;
}

/** Kubernetes' own notation, as it was given. */
function toMemoryQuantity({ memory }: Resources): string | undefined {
  if (memory !== undefined && parseMemoryQuantity(memory) === null) {
    throw invalid("memory", `must be a quantity such as "16Gi" or "512Mi", not "${memory}"`);
  }
  return memory;
}

function checkGpus({ gpu = 0 }: Resources): void {
  if (!(Number.isInteger(gpu) && gpu >= 0)) throw invalid("gpu", `must be a whole number of GPUs, not ${gpu}`);
}

function invalid(resource: keyof Resources, reason: string): InfrastructureOptionError {
  return new InfrastructureOptionError({ infrastructureType: "kubernetes", option: `resources.${resource}`, reason });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
