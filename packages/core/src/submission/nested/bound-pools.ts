import type { CommonInfrastructureOptions, InfrastructureType } from "../../contracts/infrastructure-type.ts";

/** A pool that some flow of this process is bound to. */
export interface BoundPool {
  readonly infrastructure: InfrastructureType<never, unknown>;
  /** `undefined`: the type's default pool. */
  readonly workPool: string | undefined;
}

const pools = new Map<string, BoundPool>();

/** Keeps which pool a flow was bound to, for runs whose code reaches that flow. */
export function rememberPool<Options extends CommonInfrastructureOptions>(
  infrastructure: InfrastructureType<Options, unknown>,
  { workPool }: Options,
): void {
  pools.set(JSON.stringify([infrastructure.type, workPool]), {
    infrastructure: infrastructure as unknown as InfrastructureType<never, unknown>,
    workPool,
  });
}

/** The pools that flows of this process are bound to. */
export function boundPools(): readonly BoundPool[] {
  return [...pools.values()];
}
