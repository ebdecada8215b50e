import type { FaultQueue } from "../faults/fault-queue.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-exchange.ts";
import { startHttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { createAccountAccess } from "./account-access.ts";
import { AwsError } from "./aws-error.ts";
import { createDefinitionStore } from "./definition-store.ts";
import { answerEc2, ec2Error, type Vpc } from "./ec2-queries.ts";
import { createEcsOperations, createLogOperations, type Operations } from "./ecs-operations.ts";
import { familyOf, type StoredTask } from "./ecs-shapes.ts";
import { createLogStore } from "./log-store.ts";
import { checkRequest } from "./service-model.ts";
import { credentialsPath, taskCredentials } from "./task-environment.ts";
import type { StartProblem } from "./task-run.ts";
import { createTaskStore } from "./task-store.ts";

export interface EcsEmulatorOptions {
  /** What runs the containers. It is closed with the emulator. */
  readonly backend: WorkloadBackend;
  /** Default: `us-east-1`. A request that is signed for another is refused. */
  readonly region?: string;
  /** Where the account has nothing, so that a request that is signed for one is answered so. Default: none. */
  readonly emptyRegions?: readonly string[];
  /** Names. Default: `default` alone. */
  readonly clusters?: readonly string[];
  /** Default: a default VPC with two subnets. */
  readonly vpcs?: readonly Vpc[];
  /** Values by ARN, as tasks find them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** ARNs of the roles that there are. Default: every one. */
  readonly roles?: readonly string[];
  /** Of the keys that are valid. Default: every one. */
  readonly accessKeyIds?: readonly string[];
  /** Between two states of a task. Default: 0. */
  readonly stateMilliseconds?: number;
  /** Between asking a container to end and ending it. Default: 30. */
  readonly stopTimeoutSeconds?: number;
  /** Default: a free one. */
  readonly port?: number;
}

/** What happens to tasks by no request. */
export interface EcsControls {
  /** As the service forgets a task an hour after its end. Ends it where it runs. */
  forget(task: string): Promise<void>;
  /** Ends a task as for want of its host: `SpotInterruption`, `TerminationNotice`, `InfrastructureHealth`. */
  interrupt(task: string, stopCode: string, stoppedReason: string): Promise<void>;
  /** The next task does not start, or the next one of this family. */
  failNextStart(problem: StartProblem, family?: string): void;
  /** The IAM actions that are refused, such as `ecs:RunTask`, and `iam:PassRole` for every role. */
  deny(...actions: readonly string[]): void;
  registeredDefinitions(family: string): readonly string[];
  /** Has every definition been registered so much earlier. */
  ageDefinitions(seconds: number): void;
  /** All that are not forgotten, as they are now. */
  tasks(): readonly StoredTask[];
}

/** ECS, CloudWatch Logs and the look-ups of EC2 on 127.0.0.1. */
export interface EcsEmulator {
  readonly url: string;
  readonly region: string;
  readonly controls: EcsControls;
  /** By IAM action: `ecs:RunTask`, `logs:GetLogEvents`, `ec2:DescribeVpcs`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<HttpRequest, HttpAnswer>;
  close(): Promise<void>;
}

const usualVpcs: readonly Vpc[] = [{ id: "vpc-0default", isDefault: true, subnets: ["subnet-0a", "subnet-0b"] }];

export async function startEcsEmulator({
  backend,
  region = "us-east-1",
  emptyRegions = [],
  clusters = ["default"],
  vpcs = usualVpcs,
  secrets = {},
  roles,
  accessKeyIds,
  stateMilliseconds = 0,
  stopTimeoutSeconds = 30,
  port = 0,
}: EcsEmulatorOptions): Promise<EcsEmulator> {
  const logs = createLogStore();
  const definitions = createDefinitionStore(region);
  const startProblems: { readonly problem: StartProblem; readonly family: string | null }[] = [];
  const access = createAccountAccess({
    region,
    emptyRegions,
    roles: roles ?? null,
    accessKeyIds: accessKeyIds ?? null,
  });
  const place = { region, url: "" };
  const tasks = createTaskStore({
    region,
    clusters,
    definitions,
    subnets: vpcs.flatMap((vpc) => vpc.subnets),
    surroundings: ({ taskDefinition = "" }) => ({
      backend,
      logs,
      place,
      secrets: new Map(Object.entries(secrets)),
      stateMilliseconds,
      stopTimeoutSeconds,
      startProblem: takeStartProblem(familyOf(taskDefinition)),
    }),
  });
  const services: Readonly<Record<"ecs" | "logs", Operations>> = {
    ecs: createEcsOperations({ definitions, tasks }),
    logs: createLogOperations(logs),
  };

  function takeStartProblem(family: string): StartProblem | null {
    const index = startProblems.findIndex((one) => one.family === null || one.family === family);
    return index === -1 ? null : (startProblems.splice(index, 1)[0]?.problem ?? null);
  }

  async function handle(request: HttpRequest): Promise<HttpAnswer> {
    const [service = "", operation = ""] = request.operation.split(":");
    if (service === "task") return { body: taskCredentials() };
    try {
      if (access.authorize(request) === "empty-region") return answerInEmptyRegion(request);
      if (service === "ec2") {
        return {
          headers: { "content-type": "text/xml" },
          body: answerEc2(new URLSearchParams(request.body.toString()), vpcs),
        };
      }
      if (service !== "ecs" && service !== "logs") throw new AwsError("UnknownOperationException", "No such service.");
      const input = JSON.parse(request.body.toString()) as Readonly<Record<string, unknown>>;
      checkRequest(service, operation, input);
      access.checkRoles(operation, input);
      const perform = services[service][operation];
      if (perform === undefined) throw new AwsError("UnknownOperationException", `${operation} is not emulated.`);
      return { headers: { "content-type": "application/x-amz-json-1.1" }, body: await perform(input) };
    } catch (error) {
      if (error instanceof AwsError) return toErrorAnswer(error, service);
      throw error;
    }
  }

  const server = await startHttpServer({ handle, toOperation, port });
  place.url = server.url;
  return {
    url: server.url,
    region,
    requests: server.requests,
    faults: server.faults,
    controls: {
      forget: (task) => tasks.forget(task),
      async interrupt(task, stopCode, stoppedReason) {
        await tasks.find(task.split("/").at(-2), task)?.stop(stopCode, stoppedReason);
      },
      failNextStart: (problem, family) => void startProblems.push({ problem, family: family ?? null }),
      deny: (...actions) => access.deny(actions),
      ageDefinitions: (seconds) => definitions.age(seconds),
      tasks: () => tasks.all(),
      registeredDefinitions: (family) =>
        definitions.list(family, "ACTIVE").map(({ taskDefinitionArn }) => taskDefinitionArn),
    },
    async close() {
      await server.close();
      await Promise.all([tasks.close(), backend.close()]);
    },
  };
}

/** There is no cluster, and nothing else that a cluster is needed for. */
function answerInEmptyRegion({ operation, body }: HttpRequest): HttpAnswer {
  if (operation !== "ecs:DescribeClusters") throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  const { clusters = ["default"] } = JSON.parse(body.toString()) as { readonly clusters?: readonly string[] };
  return { body: { clusters: [], failures: clusters.map((arn) => ({ arn, reason: "MISSING" })) } };
}

/** As IAM names it. */
function toOperation({ headers, body, path }: Omit<HttpRequest, "operation">): string {
  if (path === credentialsPath) return "task:GetCredentials";
  const [prefix = "", operation = ""] = String(headers["x-amz-target"] ?? "").split(".");
  if (prefix.startsWith("AmazonEC2ContainerService")) return `ecs:${operation}`;
  if (prefix.startsWith("Logs_")) return `logs:${operation}`;
  return `ec2:${new URLSearchParams(body.toString()).get("Action") ?? ""}`;
}

function toErrorAnswer(error: AwsError, service: string): HttpAnswer {
  if (service === "ec2")
    return { status: error.status, headers: { "content-type": "text/xml" }, body: ec2Error(error) };
  return {
    status: error.status,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: { __type: error.code, message: error.message, ...error.details },
  };
}
