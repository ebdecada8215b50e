/** MiB that Fargate gives with so many CPU units. */
interface MemoryRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
}

const gibibyte = 1024;

function range(minimum: number, maximum: number, step: number): MemoryRange {
  return { minimum: minimum * gibibyte, maximum: maximum * gibibyte, step: step * gibibyte };
}

/** By CPU units. Source: "Task CPU and memory" for Fargate in the developer guide of Amazon ECS. */
const ranges: ReadonlyMap<number, MemoryRange> = new Map([
  [256, range(0.5, 2, 0.5)],
  [512, range(1, 4, 1)],
  [1024, range(2, 8, 1)],
  [2048, range(4, 16, 1)],
  [4096, range(8, 30, 1)],
  [8192, range(16, 60, 4)],
  [16_384, range(32, 120, 8)],
]);

/** The one step of the smallest size that there is no task of. */
const missingSteps: ReadonlySet<string> = new Set(["256 1536"]);

export interface TaskSize {
  /** CPU units. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
}

/** What a task has where nobody says otherwise. */
export const defaultSize: TaskSize = { cpu: 1024, memory: 2048 };

/**
 * Why Fargate has no task of this size, with the nearest that it has; `null` where it has one, and for more processors
 * than are known here: AWS adds sizes. Pure.
 */
export function fargateSizeProblem({ cpu, memory }: TaskSize): string | null {
  const known = [...ranges.keys()];
  const memories = ranges.get(cpu);
  if (memories === undefined) {
    const next = known.find((units) => units > cpu);
    if (next === undefined) return null;
    return `Fargate has no task of ${cpu} CPU units, only of ${known.join(", ")}: the next is ${next}`;
  }
  const { minimum, maximum, step } = memories;
  const isThere = memory >= minimum && memory <= maximum && memory % step === 0;
  if (isThere && !missingSteps.has(`${cpu} ${memory}`)) return null;
  const steps = cpu === 256 ? "512, 1024 or 2048 MiB" : `${minimum} to ${maximum} MiB in steps of ${step}`;
  const larger = memory > maximum ? known.find((units) => (ranges.get(units)?.maximum ?? 0) >= memory) : undefined;
  const hint = larger === undefined ? "" : `; ${memory} MiB need ${larger} CPU units`;
  return `Fargate has no task of ${cpu} CPU units with ${memory} MiB, only with ${steps}${hint}`;
}
