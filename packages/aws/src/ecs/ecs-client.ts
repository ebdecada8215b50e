import {
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  type Failure,
  type Tag,
  type Task,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { JsonObject } from "prefect-core/provider";
import type { AwsAccess } from "../credentials/aws-access.ts";
import { resolveCredentials, toRequestHandler } from "../credentials/aws-sdk-client.ts";
import type { EcsApi, RegisteredDefinition, TaskAnswer } from "./ecs-api.ts";
import type { EcsContainer, EcsFailure, EcsTask } from "./ecs-task.ts";
import { AwsRegionMissingError } from "./errors/aws-region-missing-error.ts";
import { ClusterNotFoundError } from "./errors/cluster-not-found-error.ts";
import { EcsApiError } from "./errors/ecs-api-error.ts";
import { VpcNotFoundError } from "./errors/vpc-not-found-error.ts";
import { toEcsError } from "./to-ecs-error.ts";

/** Prepares requests; nothing is sent yet. The only use of the SDKs for ECS, EC2 and CloudWatch Logs. Throws `AwsRegionMissingError`. */
export async function connectToEcs(access: AwsAccess): Promise<EcsApi> {
  const shared = {
    ...(access.profile === null ? {} : { profile: access.profile }),
    tls: access.usesTls,
    credentials: resolveCredentials(access),
    requestHandler: await toRequestHandler(access),
    // Requests are repeated by one policy, which tells what may be done twice.
    maxAttempts: 1,
  };
  const endpointOf = (service: string): { readonly endpoint?: string } => {
    const endpoint = access.endpoint ?? process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env["AWS_ENDPOINT_URL"];
    return endpoint === undefined ? {} : { endpoint };
  };
  const place = { ...endpointOf("ECS"), ...(access.region === null ? {} : { region: access.region }) };
  const client = new ECSClient({ ...shared, ...place });
  const region = await client.config.region().catch(() => {
    throw new AwsRegionMissingError();
  });
  const logClients = new Map<string, Promise<CloudWatchLogsClient>>();

  async function ask<T>(operation: string, cluster: string | null, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw toEcsError(error, { operation, region, endpoint: place.endpoint ?? null, cluster });
    }
  }

  /** Loaded by those whose flows write logs. */
  function logsIn(logRegion: string): Promise<CloudWatchLogsClient> {
    const known = logClients.get(logRegion);
    if (known !== undefined) return known;
    const opening = import("@aws-sdk/client-cloudwatch-logs").then(
      (sdk) => new sdk.CloudWatchLogsClient({ ...shared, ...endpointOf("CLOUDWATCH_LOGS"), region: logRegion }),
    );
    logClients.set(logRegion, opening);
    return opening;
  }

  /** A large SDK, loaded by those who do not name their network. */
  async function openEc2() {
    const sdk = await import("@aws-sdk/client-ec2");
    return { sdk, client: new sdk.EC2Client({ ...shared, ...endpointOf("EC2"), region }) };
  }

  return {
    region,
    async describeCluster(name) {
      const cluster = name ?? "default";
      const operation = "ecs:DescribeClusters";
      const { clusters = [] } = await ask(operation, cluster, () =>
        client.send(new DescribeClustersCommand({ clusters: [cluster] })),
      );
      const [found] = clusters;
      if (found?.clusterArn !== undefined && found.status !== "INACTIVE") return found.clusterArn;
      const detail = found === undefined ? "Cluster not found." : "The cluster is inactive.";
      throw new ClusterNotFoundError({ operation, region, code: "MISSING", detail, cluster, statusCode: 200 });
    },
    async runTask(request) {
      const cluster = typeof request["cluster"] === "string" ? request["cluster"] : null;
      return toAnswer(
        await ask("ecs:RunTask", cluster, () =>
          client.send(new RunTaskCommand(request as unknown as RunTaskCommandInput)),
        ),
      );
    },
    async describeTasks(cluster, tasks) {
      const command = new DescribeTasksCommand({ cluster, tasks: [...tasks], include: ["TAGS"] });
      return toAnswer(await ask("ecs:DescribeTasks", cluster, () => client.send(command)));
    },
    async *listTasks(cluster, desiredStatus) {
      for (let nextToken: string | undefined; ;) {
        const command = new ListTasksCommand({ cluster: cluster ?? undefined, desiredStatus, nextToken } as never);
        const page = await ask("ecs:ListTasks", cluster, () => client.send(command));
        yield page.taskArns ?? [];
        nextToken = page.nextToken;
        if (nextToken === undefined) return;
      }
    },
    async stopTask(cluster, task, reason) {
      await ask("ecs:StopTask", cluster, () => client.send(new StopTaskCommand({ cluster, task, reason })));
    },
    async describeTaskDefinition(name) {
      try {
        const command = new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ["TAGS"] });
        const answer = await ask("ecs:DescribeTaskDefinition", null, () => client.send(command));
        return toRegistered(answer.taskDefinition, answer.tags);
      } catch (error) {
        if (EcsApiError.isInstance(error) && /unable to describe task definition/i.test(error.detail)) return null;
        throw error;
      }
    },
    async registerTaskDefinition(request) {
      const command = new RegisterTaskDefinitionCommand(request as unknown as RegisterTaskDefinitionCommandInput);
      const answer = await ask("ecs:RegisterTaskDefinition", null, () => client.send(command));
      const registered = toRegistered(answer.taskDefinition, answer.tags);
      if (registered !== null) return registered;
      throw new Error("ECS registered a task definition without saying which");
    },
    async deregisterTaskDefinition(arn) {
      const command = new DeregisterTaskDefinitionCommand({ taskDefinition: arn });
      await ask("ecs:DeregisterTaskDefinition", null, () => client.send(command));
    },
    async *listTaskDefinitions(family) {
      for (let nextToken: string | undefined; ;) {
        const command = new ListTaskDefinitionsCommand({
          familyPrefix: family,
          status: "ACTIVE",
          sort: "DESC",
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        const page = await ask("ecs:ListTaskDefinitions", null, () => client.send(command));
        yield page.taskDefinitionArns ?? [];
        nextToken = page.nextToken;
        if (nextToken === undefined) return;
      }
    },
    async *listFamilies(prefix) {
      for (let nextToken: string | undefined; ;) {
        const command = new ListTaskDefinitionFamiliesCommand({
          familyPrefix: prefix,
          status: "ACTIVE",
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        const page = await ask("ecs:ListTaskDefinitionFamilies", null, () => client.send(command));
        yield page.families ?? [];
        nextToken = page.nextToken;
        if (nextToken === undefined) return;
      }
    },
    async findSubnets(vpcId) {
      const { sdk, client: ec2 } = await openEc2();
      const filter = vpcId === null ? { Name: "is-default", Values: ["true"] } : { Name: "vpc-id", Values: [vpcId] };
      const { Vpcs = [] } = await ask("ec2:DescribeVpcs", null, () =>
        ec2.send(new sdk.DescribeVpcsCommand({ Filters: [filter] })),
      );
      const vpc = Vpcs[0]?.VpcId;
      if (vpc === undefined) {
        const problem = vpcId === null ? "the account has no default VPC there" : `there is no VPC ${vpcId}`;
        throw new VpcNotFoundError({ vpcId, region, problem });
      }
      const subnets: string[] = [];
      for (let NextToken: string | undefined; ;) {
        const command = new sdk.DescribeSubnetsCommand({
          Filters: [{ Name: "vpc-id", Values: [vpc] }],
          ...(NextToken === undefined ? {} : { NextToken }),
        });
        const page = await ask("ec2:DescribeSubnets", null, () => ec2.send(command));
        subnets.push(...(page.Subnets ?? []).flatMap(({ SubnetId }) => (SubnetId === undefined ? [] : [SubnetId])));
        NextToken = page.NextToken;
        if (NextToken === undefined) break;
      }
      if (subnets.length > 0) return subnets;
      throw new VpcNotFoundError({ vpcId, region, problem: `the VPC ${vpc} has no subnets` });
    },
    async probeNetworks() {
      const { sdk, client: ec2 } = await openEc2();
      await ask("ec2:DescribeVpcs", null, () => ec2.send(new sdk.DescribeVpcsCommand({})));
      await ask("ec2:DescribeSubnets", null, () => ec2.send(new sdk.DescribeSubnetsCommand({})));
    },
    async readLogPage({ region: logRegion, group, stream }, token) {
      const { GetLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
      const logs = await logsIn(logRegion);
      const command = new GetLogEventsCommand({
        logGroupName: group,
        logStreamName: stream,
        startFromHead: true,
        ...(token === null ? {} : { nextToken: token }),
      });
      try {
        const page = await ask("logs:GetLogEvents", null, () => logs.send(command));
        const events = (page.events ?? []).map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
        return { events, nextToken: page.nextForwardToken ?? null };
      } catch (error) {
        // Neither group nor stream is there before the first line.
        if (EcsApiError.isInstance(error) && error.code === "ResourceNotFoundException") return null;
        throw error;
      }
    },
  };
}

function toAnswer({
  tasks = [],
  failures = [],
}: {
  tasks?: Task[] | undefined;
  failures?: Failure[] | undefined;
}): TaskAnswer {
  return { tasks: tasks.map(toTask), failures: failures.map((failure) => withoutUndefined(failure) as EcsFailure) };
}

function toTask(task: Task): EcsTask {
  const { taskArn = "", clusterArn = "", taskDefinitionArn = "", lastStatus = "UNKNOWN", tags = [] } = task;
  const { desiredStatus, stopCode, stoppedReason, startedAt, stoppedAt, createdAt } = task;
  const containers = (task.containers ?? []).map(({ name = "", lastStatus: status, exitCode, reason }) =>
    withoutUndefined({ name, lastStatus: status, exitCode, reason }),
  ) as readonly EcsContainer[];
  const known = withoutUndefined({ desiredStatus, stopCode, stoppedReason, startedAt, stoppedAt, createdAt });
  return { taskArn, clusterArn, taskDefinitionArn, lastStatus, containers, tags: tags as EcsTask["tags"], ...known };
}

function toRegistered(definition: TaskDefinition | undefined, tags: Tag[] = []): RegisteredDefinition | null {
  if (definition?.taskDefinitionArn === undefined) return null;
  // Times become texts, which nobody looks at.
  const json = JSON.parse(JSON.stringify(definition)) as JsonObject;
  return {
    arn: definition.taskDefinitionArn,
    definition: json,
    isActive: definition.status !== "INACTIVE" && definition.status !== "DELETE_IN_PROGRESS",
    tags: tags as RegisteredDefinition["tags"],
  };
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
