import { AwsError } from "./aws-error.ts";
import type { DefinitionStore } from "./definition-store.ts";
import type { RunTaskInput, StoredDefinition } from "./ecs-shapes.ts";
import type { TaskStore } from "./task-store.ts";
import type { LogStore } from "./log-store.ts";

type Input = Readonly<Record<string, unknown>>;

/** The operations of both JSON services, each after its request was checked. */
export type Operations = Readonly<Record<string, (input: Input) => object | Promise<object>>>;

const tasksPerRequest = 100;

export function createEcsOperations({
  definitions,
  tasks,
}: {
  readonly definitions: DefinitionStore;
  readonly tasks: TaskStore;
}): Operations {
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const tagsOf = ({ include = [] }: Input, tags: unknown): object =>
    (include as readonly string[]).includes("TAGS") ? { tags } : {};
  const answerDefinition = ({ tags: _tags, ...taskDefinition }: StoredDefinition): object => ({ taskDefinition });
  return {
    DescribeClusters({ clusters = ["default"] }) {
      const answers = (clusters as readonly string[]).map((cluster) => {
        try {
          const clusterArn = tasks.clusterArn(cluster);
          return { cluster: { clusterArn, clusterName: cluster, status: "ACTIVE" } };
        } catch {
          return { failure: { arn: cluster, reason: "MISSING" } };
        }
      });
      return {
        clusters: answers.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster])),
        failures: answers.flatMap(({ failure }) => (failure === undefined ? [] : [failure])),
      };
    },
    RegisterTaskDefinition(input) {
      const definition = definitions.register(input as never);
      return { ...answerDefinition(definition), tags: definition.tags };
    },
    DescribeTaskDefinition(input) {
      const found = definitions.find(String(input["taskDefinition"]));
      if (found === null) throw new AwsError("ClientException", "Unable to describe task definition.");
      return { ...answerDefinition(found), ...tagsOf(input, found.tags) };
    },
    DeregisterTaskDefinition: (input) => answerDefinition(definitions.deregister(String(input["taskDefinition"]))),
    ListTaskDefinitions: ({ familyPrefix = "", status = "ACTIVE" }) => ({
      taskDefinitionArns: definitions
        .list(String(familyPrefix), String(status))
        .map(({ taskDefinitionArn }) => taskDefinitionArn),
    }),
    ListTaskDefinitionFamilies: ({ familyPrefix = "" }) => ({ families: definitions.families(String(familyPrefix)) }),
    RunTask: (input) => ({ tasks: tasks.run(input as unknown as RunTaskInput), failures: [] }),
    DescribeTasks(input) {
      const asked = input["tasks"] as readonly string[];
      if (asked.length > tasksPerRequest)
        throw new AwsError("InvalidParameterException", "Tasks cannot have more than 100 elements");
      const found = asked.map((arn) => ({ arn, run: tasks.find(text(input["cluster"]), arn) }));
      return {
        tasks: found.flatMap(({ run }) => {
          if (run === null) return [];
          const { tags, ...task } = run.task;
          return [{ ...task, ...tagsOf(input, tags) }];
        }),
        failures: found.flatMap(({ arn, run }) => (run === null ? [{ arn, reason: "MISSING" }] : [])),
      };
    },
    ListTasks({ cluster, desiredStatus = "RUNNING", maxResults = tasksPerRequest, nextToken = "0" }) {
      const all = tasks.list(text(cluster), String(desiredStatus)).map(({ taskArn }) => taskArn);
      const [from, size] = [Number(nextToken), Number(maxResults)];
      const isMore = from + size < all.length;
      return { taskArns: all.slice(from, from + size), ...(isMore ? { nextToken: String(from + size) } : {}) };
    },
    StopTask({ cluster, task, reason = "" }) {
      const run = tasks.find(text(cluster), String(task));
      if (run === null) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      void run.stop("UserInitiated", String(reason));
      return { task: run.task };
    },
    TagResource({ resourceArn, tags = [] }) {
      const run = tasks.find(String(resourceArn).split("/").at(-2), String(resourceArn));
      if (run === null || run.task.lastStatus === "STOPPED") {
        throw new AwsError(
          "InvalidParameterException",
          "The specified task is stopped. Specify a running task and try again.",
        );
      }
      run.task.tags.push(...(tags as readonly { key: string; value: string }[]));
      return {};
    },
  };
}

export function createLogOperations(logs: LogStore): Operations {
  return {
    CreateLogGroup({ logGroupName }) {
      if (logs.hasGroup(String(logGroupName))) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      }
      logs.createGroup(String(logGroupName));
      return {};
    },
    GetLogEvents: ({ logGroupName, logStreamName, nextToken }) =>
      logs.read(String(logGroupName), String(logStreamName), nextToken === undefined ? undefined : String(nextToken)),
  };
}
