import type { AwsSecret, CommonInfrastructureOptions, Json, JsonObject, Resources } from "prefect-core/provider";
import { InfrastructureOptionError, parseMemoryQuantity } from "prefect-core/provider";
import type { EcsPatch } from "./patch-request.ts";

/** What runs a task. */
export type LaunchType = "FARGATE" | "FARGATE_SPOT" | "EC2" | "EXTERNAL";

/** A share of a task's placement, with AWS's own names. */
export interface CapacityProvider {
  /** `FARGATE`, `FARGATE_SPOT`, or a provider of the cluster. */
  readonly capacityProvider: string;
  readonly weight: number;
  /** How many tasks at least go to this one. */
  readonly base: number;
}

/** How a flow's ECS task is made. */
export interface EcsOptions extends CommonInfrastructureOptions {
  /**
   * `secret.aws(arn)`: a secret of Secrets Manager or a parameter of SSM, which ECS hands to the flow by its execution
   * role. Secrets of the submitter cannot be handed to a task without showing them to everybody who may look at it.
   */
  readonly secrets?: Readonly<Record<string, AwsSecret>>;
  /** Default: that of the credentials block, else of the environment or profile. */
  readonly region?: string;
  /** URL of another server than AWS's own, for every service. Default: that of the block, else of the environment. */
  readonly endpoint?: string;
  /** The tag `Name`, for people; may hold `{{ ctx.flow.name }}`, `{{ ctx.flow_run.name }}` and their kin. Default: the run's name. */
  readonly name?: string;
  /** Tags of the task, beside those that name the run. Made valid. */
  readonly labels?: Readonly<Record<string, string>>;
  /** An existing task definition (ARN, or family and revision) to use as it is; what describes one then has no effect. */
  readonly taskDefinitionArn?: string;
  /** A reference to a block, `"{{ prefect.blocks.aws-credentials.NAME }}"`. Default: AWS's default chain. */
  readonly awsCredentials?: string;
  /** Name or ARN. Default: the cluster named `default`. */
  readonly cluster?: string;
  /** Family of the task definitions. Default: `prefect_POOL_FLOW`. */
  readonly family?: string;
  /** Default: `FARGATE`. */
  readonly launchType?: LaunchType;
  /** In place of a launch type. */
  readonly capacityProviderStrategy?: readonly CapacityProvider[];
  /** Default: the runner image. An image of your own needs the runner; see docs/images.md. */
  readonly image?: string;
  /** CPU units, 1024 of which are one processor. Over `resources.cpu`. Default: 1024. */
  readonly cpu?: number;
  /** Memory in MiB. Over `resources.memory`. Default: 2048. */
  readonly memory?: number;
  /** CPU, memory and GPUs; GPUs need EC2 instances that have them. */
  readonly resources?: Resources;
  /** The container that runs the flow. Default: `prefect`, else the task definition's only one. */
  readonly containerName?: string;
  /** Secret or parameter that holds `PREFECT_API_KEY`. */
  readonly prefectApiKeySecretArn?: string;
  /** Secret or parameter that holds `PREFECT_API_AUTH_STRING`. */
  readonly prefectApiAuthStringSecretArn?: string;
  /** Role of the flow: what it may do in AWS. */
  readonly taskRoleArn?: string;
  /** Role of ECS itself, which pulls images, reads secrets and writes logs. */
  readonly executionRoleArn?: string;
  /** The VPC whose subnets the task may use. Default: the default VPC. */
  readonly vpcId?: string;
  /** Whether output goes to CloudWatch, from where it is shown while the flow runs. Needs `executionRoleArn`. */
  readonly configureCloudwatchLogs?: boolean;
  /** Further options of the `awslogs` driver, such as `awslogs-group`. */
  readonly cloudwatchLogsOptions?: Readonly<Record<string, string>>;
  /** What the names of log streams begin with. Default: `prefect-logs_POOL_FLOW`. */
  readonly cloudwatchLogsPrefix?: string;
  /** The task's `awsvpcConfiguration`: `subnets`, `securityGroups`, `assignPublicIp`. Needs `vpcId`. */
  readonly networkConfiguration?: JsonObject;
  /** Whether the task definition is deregistered once the run has ended. Default: it stays for the next run. */
  readonly autoDeregisterTaskDefinition?: boolean;
  /** Has no effect: an equal latest revision is always used again. */
  readonly matchLatestRevisionInFamily?: boolean;
  /** The last word on both requests: a function, or an RFC 6902 JSON patch, for each. */
  readonly patch?: EcsPatch;
}

const ownOptions: Readonly<Record<Exclude<keyof EcsOptions, keyof CommonInfrastructureOptions>, true>> = {
  region: true,
  endpoint: true,
  name: true,
  labels: true,
  taskDefinitionArn: true,
  awsCredentials: true,
  cluster: true,
  family: true,
  launchType: true,
  capacityProviderStrategy: true,
  image: true,
  cpu: true,
  memory: true,
  resources: true,
  containerName: true,
  prefectApiKeySecretArn: true,
  prefectApiAuthStringSecretArn: true,
  taskRoleArn: true,
  executionRoleArn: true,
  vpcId: true,
  configureCloudwatchLogs: true,
  cloudwatchLogsOptions: true,
  cloudwatchLogsPrefix: true,
  networkConfiguration: true,
  autoDeregisterTaskDefinition: true,
  matchLatestRevisionInFamily: true,
  patch: true,
};

/** The options of ECS tasks alone. */
export const ecsOptionNames: readonly string[] = Object.keys(ownOptions);

/** The options of ECS tasks alone, by the names of the template's variables. Throws `InfrastructureOptionError`. */
export function toEcsJobVariables(options: EcsOptions): JsonObject {
  const { resources = {} } = options;
  checkSecrets(options);
  return withoutUndefined({
    name: options.name,
    labels: options.labels,
    task_definition_arn: options.taskDefinitionArn,
    aws_credentials: options.awsCredentials,
    cluster: options.cluster,
    family: options.family,
    launch_type: options.launchType,
    capacity_provider_strategy: options.capacityProviderStrategy?.map((provider) => ({ ...provider })),
    image: options.image,
    cpu: options.cpu ?? toCpuUnits(resources),
    memory: options.memory ?? toMebibytes(resources),
    container_name: options.containerName,
    prefect_api_key_secret_arn: options.prefectApiKeySecretArn,
    prefect_api_auth_string_secret_arn: options.prefectApiAuthStringSecretArn,
    task_role_arn: options.taskRoleArn,
    execution_role_arn: options.executionRoleArn,
    vpc_id: options.vpcId,
    configure_cloudwatch_logs: options.configureCloudwatchLogs,
    cloudwatch_logs_options: options.cloudwatchLogsOptions,
    cloudwatch_logs_prefix: options.cloudwatchLogsPrefix,
    network_configuration: options.networkConfiguration,
    auto_deregister_task_definition: options.autoDeregisterTaskDefinition,
    match_latest_revision_in_family: options.matchLatestRevisionInFamily,
  });
}

const unitsPerCpu = 1024;

function toCpuUnits({ cpu }: Resources): number | undefined {
  if (cpu === undefined) return undefined;
  if (!(cpu > 0) || !Number.isFinite(cpu)) throw invalid("resources.cpu", `must be more than 0, not ${cpu}`);
  return Math.round(cpu * unitsPerCpu);
}

function toMebibytes({ memory }: Resources): number | undefined {
  if (memory === undefined) return undefined;
  const bytes = parseMemoryQuantity(memory);
  if (bytes === null) {
    throw invalid("resources.memory", `must be a quantity such as "16Gi" or "512Mi", not "${memory}"`);
  }
  return Math.ceil(bytes / 2 ** 20);
}

function checkSecrets({ secrets = {} }: EcsOptions): void {
  for (const [variable, { source, arn }] of Object.entries(secrets)) {
    if (source !== "aws") {
      const reason = `names a secret of '${String(source)}', which a task cannot be handed unseen`;
      const hint = " Put it into Secrets Manager or SSM and name it with secret.aws(arn).";
      throw invalid(`secrets.${variable}`, reason, hint);
    }
    if (/^arn:aws[\w-]*:(secretsmanager|ssm):/.test(arn)) continue;
    throw invalid(`secrets.${variable}`, `must be the ARN of a secret of Secrets Manager or of SSM, not "${arn}"`);
  }
}

function invalid(option: string, reason: string, hint = ""): InfrastructureOptionError {
  return new InfrastructureOptionError({ infrastructureType: "ecs", option, reason, hint });
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
