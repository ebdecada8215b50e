import type { Leftover } from "prefect-core/provider";
import type { EcsApi } from "./ecs-api.ts";
import { toTags } from "./ecs-names.ts";
import { patiently } from "./ecs-patience.ts";
import { EcsApiError } from "./errors/ecs-api-error.ts";

/** Before a new revision is used by all who were about to use the one before it. */
const settledMilliseconds = 3_600_000;

/**
 * Task definitions of ours that bear all the labels and that a newer revision of their family has taken the place of.
 * Tasks that run go on when theirs is deregistered.
 */
export async function* findLeftovers(
  api: EcsApi,
  family: string,
  labels: Readonly<Record<string, string>>,
  now: Date,
): AsyncGenerator<Leftover, void> {
  const wanted = toTags(labels);
  for await (const families of api.listFamilies(family)) {
    for (const name of families) yield* findSuperseded(api, name, wanted, now);
  }
}

async function* findSuperseded(
  api: EcsApi,
  family: string,
  wanted: ReturnType<typeof toTags>,
  now: Date,
): AsyncGenerator<Leftover, void> {
  let isNewest = true;
  for await (const arns of api.listTaskDefinitions(family)) {
    for (const arn of arns) {
      // Families may begin with the name of another.
      if (!isOfFamily(arn, family)) continue;
      const isLatest = isNewest;
      isNewest = false;
      if (isLatest) continue;
      const registered = await patiently(() => api.describeTaskDefinition(arn));
      if (registered === null || !registered.isActive) continue;
      const { definition, tags } = registered;
      if (!wanted.every(({ key, value }) => tags.some((tag) => tag.key === key && tag.value === value))) continue;
      const age = now.getTime() - new Date(String(definition["registeredAt"])).getTime();
      if (age < settledMilliseconds) continue;
      yield {
        kind: "task definition",
        name: arn.split("/").at(-1) ?? arn,
        reason: "a newer revision has taken its place",
        remove: () => deregister(api, arn),
      };
    }
  }
}

function isOfFamily(arn: string, family: string): boolean {
  return arn.split("/").at(-1)?.replace(/:\d+$/, "") === family;
}

/** Deregistering what somebody has deregistered is no error. */
export async function deregister(api: EcsApi, arn: string): Promise<void> {
  try {
    await patiently(() => api.deregisterTaskDefinition(arn));
  } catch (error) {
    const isGone = EcsApiError.isInstance(error) && /inactive|not found|unable to describe/i.test(error.detail);
    if (!isGone) throw error;
  }
}
