import { isEmpty, isJsonObject, objectAt, objectsAt, textAt, type Json, type JsonObject } from "prefect-core/provider";
import type { AwsAccess } from "../credentials/aws-access.ts";
import { toAwsAccess } from "../credentials/to-aws-access.ts";
import type { EcsOptions } from "./ecs-options.ts";
import { defaultSize, fargateSizeProblem } from "./fargate-sizes.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import type { EcsPatch } from "./patch-request.ts";

/** A rendered job configuration, as the launcher takes it. */
export interface EcsConfiguration {
  readonly access: AwsAccess;
  /** `null`: the cluster named `default`. */
  readonly cluster: string | null;
  /** `null`: none is configured. */
  readonly image: string | null;
  readonly containerName: string;
  /** A definition that lacks only what the run adds to it; `null` where the request names an existing one. */
  readonly taskDefinition: JsonObject | null;
  /** A request that lacks only what the run adds to it. */
  readonly taskRunRequest: JsonObject;
  /** Whether Fargate runs the task, whatever the request calls it. */
  readonly isFargate: boolean;
  readonly gpus: number;
  readonly vpcId: string | null;
  /** `awsvpcConfiguration`; `null`: all subnets of the VPC. */
  readonly network: JsonObject | null;
  /** `null`: output stays where the task definition sends it. */
  readonly logs: { readonly options: Readonly<Record<string, string>>; readonly prefix: string | null } | null;
  /** ARNs by the variable that the flow finds each in. */
  readonly secretArns: Readonly<Record<string, string>>;
  /** Whether the definition goes with the run. */
  readonly isDefinitionRemoved: boolean;
  readonly patch: EcsPatch;
}

const defaultContainerName = "prefect";
const launchTypes: readonly Json[] = ["FARGATE", "FARGATE_SPOT", "EC2", "EXTERNAL"];

/** Throws `JobConfigurationError` naming the key, and `InvalidBlockError`. */
export function parseEcsConfiguration(rendered: JsonObject, options: EcsOptions): EcsConfiguration {
  const taskRunRequest = objectAt(rendered, "task_run_request");
  const taskDefinition = textAt(taskRunRequest, "taskDefinition") === null ? toTaskDefinition(rendered) : null;
  const containerName = textAt(rendered, "container_name") ?? nameOfFlowContainer(taskDefinition);
  const container = objectsAt(taskDefinition ?? {}, "containerDefinitions").find(
    ({ name = containerName }) => name === containerName,
  );
  checkLaunch(taskRunRequest);
  if (taskDefinition === null && options.patch?.taskDefinition !== undefined) {
    const reason = "has nothing to change where task_definition_arn names an existing definition";
    throw invalidConfiguration("patch.taskDefinition", reason);
  }
  for (const [key, minimum] of [["cpu", 1] as const, ["memory", 4] as const]) {
    checkSize(key, objectAt(taskRunRequest, "overrides")[key] ?? taskDefinition?.[key], minimum);
  }
  const configuration = {
    access: toAccess(rendered["aws_credentials"] ?? null, options),
    cluster: textAt(rendered, "cluster") ?? textAt(taskRunRequest, "cluster"),
    image: textAt(container, "image"),
    containerName,
    taskDefinition,
    taskRunRequest,
    isFargate: runsOnFargate(taskRunRequest),
    gpus: toGpus(options),
    vpcId: textAt(rendered, "vpc_id"),
    network: toNetwork(rendered),
    logs: toLogs(rendered),
    secretArns: toSecretArns(rendered, options),
    isDefinitionRemoved: rendered["auto_deregister_task_definition"] === true,
    patch: options.patch ?? {},
  };
  checkRoles(configuration, rendered);
  checkFargateSize(configuration);
  if (configuration.isFargate && configuration.gpus > 0) {
    throw invalidConfiguration(
      "resources.gpu",
      "needs instances that have GPUs: Fargate has none, use launch_type EC2",
    );
  }
  return configuration;
}

function toAccess(credentials: Json, { region, endpoint }: EcsOptions): AwsAccess {
  if (!isEmpty(credentials) && !isJsonObject(credentials)) {
    // What was given may hold credentials.
    throw invalidConfiguration("aws_credentials", "must be a reference to an aws-credentials block");
  }
  const block = isJsonObject(credentials) && !isEmpty(credentials) ? credentials : null;
  const access = toAwsAccess(block === null ? null : { block: "aws-credentials", data: block });
  return { ...access, region: region ?? access.region, endpoint: endpoint ?? access.endpoint };
}

function toTaskDefinition(rendered: JsonObject): JsonObject {
  const definition = rendered["task_definition"];
  if (isJsonObject(definition) && !isEmpty(definition)) return checkEssential(definition);
  const reason = "must be given where no task definition is named by task_definition_arn";
  throw invalidConfiguration("task_definition", reason);
}

function checkEssential(definition: JsonObject): JsonObject {
  const containers = objectsAt(definition, "containerDefinitions");
  if (containers.length < 2 || containers.some(({ essential }) => essential !== false)) return definition;
  const reason = "must have a container that is essential, or the task never ends";
  throw invalidConfiguration("task_definition.containerDefinitions", reason);
}

/** The container that is meant where nobody names one: Prefect's own, else the first. */
function nameOfFlowContainer(definition: JsonObject | null): string {
  const names = objectsAt(definition ?? {}, "containerDefinitions").map(({ name }) => name);
  const [first] = names;
  return names.includes(defaultContainerName) || typeof first !== "string" ? defaultContainerName : first;
}

function checkLaunch(request: JsonObject): void {
  const { launchType = null, capacityProviderStrategy = null } = request;
  if (launchType !== null && !launchTypes.includes(launchType)) {
    throw mustBe("launch_type", `one of ${launchTypes.join(", ")}`, launchType);
  }
  if (!isEmpty(capacityProviderStrategy) && !Array.isArray(capacityProviderStrategy)) {
    throw mustBe("capacity_provider_strategy", "a list of capacity providers", capacityProviderStrategy);
  }
  for (const provider of objectsAt(request, "capacityProviderStrategy")) {
    if (textAt(provider, "capacityProvider") !== null) continue;
    throw mustBe("capacity_provider_strategy", "a list of objects with capacityProvider, weight and base", provider);
  }
}

function runsOnFargate(request: JsonObject): boolean {
  const providers = objectsAt(request, "capacityProviderStrategy").map(({ capacityProvider }) => capacityProvider);
  const names = providers.length > 0 ? providers : [request["launchType"] ?? "FARGATE"];
  return names.every((name) => name === "FARGATE" || name === "FARGATE_SPOT");
}

function toNetwork(rendered: JsonObject): JsonObject | null {
  const given = rendered["network_configuration"];
  if (isEmpty(given)) return null;
  if (!isJsonObject(given)) throw mustBe("network_configuration", "an object", given ?? null);
  if (textAt(rendered, "vpc_id") === null) {
    throw invalidConfiguration("network_configuration", "needs vpc_id, the VPC that it is about");
  }
  return given;
}

function toLogs(rendered: JsonObject): EcsConfiguration["logs"] {
  const options = objectAt(rendered, "cloudwatch_logs_options");
  if (rendered["configure_cloudwatch_logs"] !== true) {
    if (isEmpty(options)) return null;
    throw invalidConfiguration("cloudwatch_logs_options", "needs configure_cloudwatch_logs to be true");
  }
  for (const [key, value] of Object.entries(options)) {
    if (typeof value !== "string") throw mustBe(`cloudwatch_logs_options.${key}`, "a text", value ?? null);
  }
  return {
    options: options as Readonly<Record<string, string>>,
    prefix: textAt(rendered, "cloudwatch_logs_prefix"),
  };
}

/** What the pool names and what the call names, over what the definition has of its own. */
function toSecretArns(rendered: JsonObject, { secrets = {} }: EcsOptions): Readonly<Record<string, string>> {
  const ofPool = {
    PREFECT_API_KEY: textAt(rendered, "prefect_api_key_secret_arn"),
    PREFECT_API_AUTH_STRING: textAt(rendered, "prefect_api_auth_string_secret_arn"),
  };
  return Object.fromEntries([
    ...Object.entries(ofPool).flatMap(([variable, arn]) => (arn === null ? [] : [[variable, arn]])),
    ...Object.entries(secrets).map(([variable, { arn }]) => [variable, arn]),
  ]) as Readonly<Record<string, string>>;
}

function checkRoles(configuration: EcsConfiguration, rendered: JsonObject): void {
  const { taskDefinition, logs, secretArns } = configuration;
  if (taskDefinition === null) return;
  const role = textAt(taskDefinition, "executionRoleArn") ?? textAt(rendered, "execution_role_arn");
  if (role !== null || configuration.patch.taskDefinition !== undefined) return;
  const purposes = [
    ...(logs === null ? [] : ["write logs (configure_cloudwatch_logs)"]),
    ...(isEmpty(secretArns) ? [] : [`read secrets (${Object.keys(secretArns).join(", ")})`]),
  ];
  if (purposes.length === 0) return;
  throw invalidConfiguration("execution_role_arn", `must be given, so that ECS may ${purposes.join(" and ")}`);
}

/** As far as both are known here: a patch has the last word, and a named definition has a size of its own. */
function checkFargateSize({ isFargate, taskDefinition, taskRunRequest, patch }: EcsConfiguration): void {
  if (!isFargate || patch.taskDefinition !== undefined || patch.runTask !== undefined) return;
  const overrides = objectAt(taskRunRequest, "overrides");
  const sizeOf = (key: "cpu" | "memory"): number => {
    const value = [overrides[key], taskDefinition?.[key]].find((one) => !isEmpty(one));
    if (value !== undefined) return Number(value);
    return taskDefinition === null ? Number.NaN : defaultSize[key];
  };
  const size = { cpu: sizeOf("cpu"), memory: sizeOf("memory") };
  if (Number.isNaN(size.cpu) || Number.isNaN(size.memory)) return;
  const problem = fargateSizeProblem(size);
  if (problem !== null) throw invalidConfiguration("cpu and memory", `must be sizes that go together: ${problem}`);
}

function toGpus({ resources = {} }: EcsOptions): number {
  const { gpu = 0 } = resources;
  if (Number.isInteger(gpu) && gpu >= 0) return gpu;
  throw mustBe("resources.gpu", "a whole number of GPUs", gpu);
}

/** A template may write either as a number or, as ECS does, as a text. */
function checkSize(key: string, value: Json | undefined, minimum: number): void {
  if (isEmpty(value)) return;
  const size = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  // ECS also takes "1 vCPU" and "2 GB".
  if (typeof size === "string" && /^[\d.]+ ?(vcpu|gb)$/i.test(size)) return;
  if (typeof size === "number" && Number.isInteger(size) && size >= minimum) return;
  throw mustBe(key, key === "cpu" ? "a whole number of CPU units" : "a whole number of MiB", value ?? null);
}

function mustBe(key: string, rule: string, value: Json): Error {
  return invalidConfiguration(key, `must be ${rule}, not ${JSON.stringify(value)}`);
}
