import { AwsError } from "./aws-error.ts";

const gibibyte = 1024;

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => (from + index * by) * gibibyte);
}

/** MiB that go with CPU units, as the documentation of Fargate has them. */
const sizes: Readonly<Record<number, readonly number[]>> = {
  256: [512, ...steps(1, 2, 1)],
  512: steps(1, 4, 1),
  1024: steps(2, 8, 1),
  2048: steps(4, 16, 1),
  4096: steps(8, 30, 1),
  8192: steps(16, 60, 4),
  16384: steps(32, 120, 8),
};

/** Throws `AwsError` for what Fargate has not. */
export function checkFargateSize(cpu: string | undefined, memory: string | undefined): void {
  if (cpu === undefined || memory === undefined) {
    throw new AwsError("ClientException", "Fargate requires that 'cpu' and 'memory' be defined at the task level.");
  }
  if (sizes[Number(cpu)]?.includes(Number(memory)) === true) return;
  throw new AwsError(
    "ClientException",
    `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
  );
}
