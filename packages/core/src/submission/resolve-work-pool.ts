import type { InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { JsonObject } from "../contracts/json.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { WorkPoolRecord, WorkPoolStorageConfiguration } from "../control-plane/records/work-pool.ts";
import { ObjectAlreadyExistsError } from "../errors/object-already-exists-error.ts";
import { WorkPoolNotFoundError } from "../errors/work-pool-not-found-error.ts";
import { WorkPoolPausedError } from "../errors/work-pool-paused-error.ts";
import { WorkPoolTypeMismatchError } from "../errors/work-pool-type-mismatch-error.ts";

type PoolType = Pick<InfrastructureType<never, never>, "type" | "baseJobTemplate" | "defaultWorkPool" | "description">;

/** The pool that a call uses. */
export interface ResolvedWorkPool {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly baseJobTemplate: JsonObject;
  readonly storageConfiguration: WorkPoolStorageConfiguration;
  /** Whether it limits how many of its runs are active. */
  readonly isLimited: boolean;
  /** `null` for a default pool that nobody has used yet: it is made when a run needs it. */
  readonly id: string | null;
}

/** Finds the pool and checks that it can be used; creates nothing. @param mayBePaused whether runs may wait in it */
export async function resolveWorkPool(
  client: PrefectClient,
  infrastructure: PoolType,
  workPool: string | undefined,
  mayBePaused = false,
): Promise<ResolvedWorkPool> {
  const { type, description } = infrastructure;
  const name = workPool ?? infrastructure.defaultWorkPool;
  const pool = await client.readWorkPool(name);
  if (pool === null) {
    if (workPool !== undefined) throw new WorkPoolNotFoundError({ workPool, type });
    const baseJobTemplate = { ...infrastructure.baseJobTemplate };
    return { name, type, description, baseJobTemplate, storageConfiguration: {}, isLimited: false, id: null };
  }
  if (pool.type !== type) {
    throw new WorkPoolTypeMismatchError({ workPool: name, expectedType: type, actualType: pool.type });
  }
  if (pool.is_paused && !mayBePaused) throw new WorkPoolPausedError({ workPool: name });
  return toResolvedWorkPool(pool);
}

/** A pool that exists. Pure. */
export function toResolvedWorkPool(pool: WorkPoolRecord): ResolvedWorkPool {
  return {
    name: pool.name,
    type: pool.type,
    description: pool.description ?? "",
    baseJobTemplate: pool.base_job_template,
    storageConfiguration: pool.storage_configuration,
    isLimited: pool.concurrency_limit !== null,
    id: pool.id,
  };
}

/** Makes a default pool at its first use; several processes may be the first. Gives the pool's id. */
export async function ensureWorkPool(client: PrefectClient, pool: ResolvedWorkPool): Promise<string> {
  if (pool.id !== null) return pool.id;
  try {
    const created = await client.createWorkPool({
      name: pool.name,
      type: pool.type,
      description: pool.description,
      base_job_template: pool.baseJobTemplate,
    });
    return created.id;
  } catch (error) {
    const existing = ObjectAlreadyExistsError.isInstance(error) ? await client.readWorkPool(pool.name) : null;
    if (existing === null) throw error;
    return existing.id;
  }
}
