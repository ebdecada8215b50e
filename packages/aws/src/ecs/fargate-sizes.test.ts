import { expect, test } from "@jest/globals";
import { fargateSizeProblem } from "./fargate-sizes.ts";

test.each([
  [256, 512],
  [256, 2048],
  [512, 3072],
  [1024, 2048],
  [2048, 16_384],
  [4096, 30_720],
  [8192, 20_480],
  [16_384, 122_880],
  // AWS adds sizes, and tells of them itself.
  [32_768, 249_856],
])("Fargate may have a task of %s CPU units with %s MiB", (cpu, memory) => {
  expect(fargateSizeProblem({ cpu, memory })).toBeNull();
});

test.each([
  [
    999,
    2048,
    "Fargate has no task of 999 CPU units, only of 256, 512, 1024, 2048, 4096, 8192, 16384: the next is 1024",
  ],
  [256, 1536, "only with 512, 1024 or 2048 MiB"],
  [1024, 1024, "only with 2048 to 8192 MiB in steps of 1024"],
  [1024, 5000, "only with 2048 to 8192 MiB in steps of 1024"],
  [256, 16_384, "16384 MiB need 2048 CPU units"],
  [8192, 18_432, "in steps of 4096"],
])("Fargate has no task of %s CPU units with %s MiB, which is told with what it has", (cpu, memory, words) => {
  expect(fargateSizeProblem({ cpu, memory })).toContain(words);
});
