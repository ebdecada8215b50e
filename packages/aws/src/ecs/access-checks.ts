import type { AccessCheck } from "prefect-core/provider";
import type { EcsApi } from "./ecs-api.ts";
import { acrossDrops } from "./ecs-patience.ts";
import { EcsAccessError } from "./errors/ecs-access-error.ts";

/** Something that runs need, and a request that is refused for want of it, and otherwise has no effect. */
interface Need {
  readonly actions: readonly string[];
  readonly purpose: string;
  readonly isOptional?: boolean;
  probe(api: EcsApi, cluster: string | null): Promise<unknown>;
}

// Nobody has a definition or a task of this name; AWS looks at permissions before it looks for them.
const nothing = "prefect-access-check";
const noDefinition = `${nothing}:1`;
const noTask = "00000000000000000000000000000000";

async function firstOf(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages) return;
}

export const accessNeeds: readonly Need[] = [
  {
    actions: ["ecs:DescribeClusters"],
    purpose: "find the cluster",
    probe: (api, cluster) => api.describeCluster(cluster),
  },
  {
    actions: ["ecs:DescribeTaskDefinition"],
    purpose: "use a task definition again",
    probe: (api) => api.describeTaskDefinition(nothing),
  },
  {
    actions: ["ecs:RegisterTaskDefinition"],
    purpose: "register task definitions",
    // Without a container ECS registers nothing.
    probe: (api) => api.registerTaskDefinition({ family: nothing, containerDefinitions: [] }),
  },
  {
    actions: ["ecs:RunTask"],
    purpose: "start runs",
    probe: (api, cluster) => api.runTask({ taskDefinition: noDefinition, ...(cluster === null ? {} : { cluster }) }),
  },
  {
    actions: ["ecs:DescribeTasks"],
    purpose: "supervise runs",
    probe: (api, cluster) => api.describeTasks(cluster ?? "default", [noTask]),
  },
  {
    actions: ["ecs:StopTask"],
    purpose: "cancel runs",
    probe: (api, cluster) => api.stopTask(cluster ?? "default", noTask, "access check"),
  },
  {
    actions: ["ecs:ListTasks"],
    purpose: "clean up after runs",
    isOptional: true,
    probe: (api, cluster) => firstOf(api.listTasks(cluster, "STOPPED")),
  },
  {
    actions: ["ecs:ListTaskDefinitionFamilies"],
    purpose: "find task definitions that nobody needs",
    isOptional: true,
    probe: (api) => firstOf(api.listFamilies(nothing)),
  },
  {
    actions: ["ecs:ListTaskDefinitions"],
    purpose: "find task definitions that nobody needs",
    isOptional: true,
    probe: (api) => firstOf(api.listTaskDefinitions(nothing)),
  },
  {
    actions: ["ecs:DeregisterTaskDefinition"],
    purpose: "remove task definitions that nobody needs",
    isOptional: true,
    probe: (api) => api.deregisterTaskDefinition(noDefinition),
  },
  {
    actions: ["logs:GetLogEvents"],
    purpose: "show the output of runs",
    isOptional: true,
    probe: (api) => api.readLogPage({ region: api.region, group: "prefect", stream: nothing }, null),
  },
  {
    actions: ["ec2:DescribeVpcs", "ec2:DescribeSubnets"],
    purpose: "choose the subnets of runs",
    isOptional: true,
    probe: (api) => api.probeNetworks(),
  },
];

/** Asks for each what has no effect. What fails for another reason than a missing permission is allowed. */
export async function checkAccess(api: EcsApi, cluster: string | null): Promise<readonly AccessCheck[]> {
  return Promise.all(
    accessNeeds.map(async ({ actions, purpose, isOptional, probe }): Promise<AccessCheck> => {
      const refusal = await refusalOf(() => probe(api, cluster));
      const where = `in ${api.region}${cluster === null ? "" : `, cluster ${cluster}`}`;
      return {
        purpose,
        permission: `${refusal?.action ?? actions.join(" and ")} ${where}`,
        isAllowed: refusal === null,
        ...(isOptional === undefined ? {} : { isOptional }),
        ...(refusal === null ? {} : { reason: refusal.detail }),
      };
    }),
  );
}

/** Throws where AWS cannot be asked, and for credentials that are not valid at all. */
async function refusalOf(probe: () => Promise<unknown>): Promise<EcsAccessError | null> {
  try {
    await acrossDrops(probe);
    return null;
  } catch (error) {
    if (EcsAccessError.isInstance(error) && error.action !== null) return error as EcsAccessError;
    if (isAnswered(error)) return null;
    throw error;
  }
}

function isAnswered(error: unknown): boolean {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  return typeof code === "string" && code !== "" && statusCode !== undefined && !EcsAccessError.isInstance(error);
}
