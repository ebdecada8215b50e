import type { ExitCause } from "prefect-core/provider";

/** Why a task never ran. */
export interface StartFailure {
  readonly cause: ExitCause;
  /** In ECS's own words. */
  readonly message: string;
  readonly platformReason?: string;
  /** What to do next, where ECS's words tell more than the cause. */
  readonly hint?: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly cause: ExitCause;
  readonly platformReason?: string;
  readonly hint?: string;
}

const networkHint =
  "Give the task a way to the registry and AWS: a public IP (assignPublicIp), a NAT gateway, or VPC endpoints.";

/** In this order: what is more special comes first. */
const rules: readonly Rule[] = [
  {
    pattern:
      /CannotPull(Container|ECRContainer|Image)\w*Error.*(i\/o timeout|context deadline|no route|Client\.Timeout)/is,
    cause: "image-pull",
    platformReason: "CannotPullContainerError",
    hint: networkHint,
  },
  { pattern: /CannotPull/i, cause: "image-pull", platformReason: "CannotPullContainerError" },
  {
    pattern: /ResourceInitializationError.*(secret|parameter|AccessDenied|not authorized)/is,
    cause: "start-failed",
    platformReason: "ResourceInitializationError",
    hint: "Let the execution role read the secrets of the task (secretsmanager:GetSecretValue, ssm:GetParameters), and pull its image; and give the task a way to AWS.",
  },
  {
    pattern: /ResourceInitializationError.*(log|awslogs)/is,
    cause: "start-failed",
    platformReason: "ResourceInitializationError",
    hint: "Let the execution role write logs: logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents.",
  },
  {
    pattern: /ResourceInitializationError/i,
    cause: "start-failed",
    platformReason: "ResourceInitializationError",
    hint: networkHint,
  },
  {
    pattern: /executable file not found|no such file or directory|permission denied/i,
    cause: "command-not-found",
    platformReason: "CannotStartContainerError",
  },
  { pattern: /CannotStartContainerError|CannotCreateContainerError/i, cause: "start-failed" },
  {
    pattern: /capacity is unavailable|insufficient capacity|number of vCPUs|RESOURCE:|unable to (place|launch)/i,
    cause: "capacity",
  },
  { pattern: /capacity provider|no container instance/i, cause: "unschedulable" },
  { pattern: /network interface|ENI\b/i, cause: "start-failed", hint: networkHint },
];

/** Pure. Both texts are ECS's own: of the task and of its container. */
export function explainStartFailure(stoppedReason: string, containerReason: string, stopCode: string): StartFailure {
  const words = [stoppedReason, containerReason].filter(
    (text, index, all) => text !== "" && all.indexOf(text) === index,
  );
  const text = words.join("; ").trim();
  const message =
    text === ""
      ? "The task was stopped before it ran, and ECS does not say why."
      : `The task did not start: ${text.replace(/\.$/, "")}.`;
  const rule = rules.find(({ pattern }) => pattern.test(text));
  if (rule === undefined) {
    const cause = stopCode === "TaskFailedToStart" ? "start-failed" : "lost";
    return { cause, message };
  }
  const { cause, platformReason, hint } = rule;
  return {
    cause,
    message,
    ...(platformReason === undefined ? {} : { platformReason }),
    ...(hint === undefined ? {} : { hint }),
  };
}
