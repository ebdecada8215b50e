import { freemem } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { loadScale } from "../harness/scale.ts";

const scale = loadScale();
const gibibyte = 2 ** 30;
const patience = { timeoutSeconds: 280 };

describe("docker() can take", () => {
  let home: DockerHome;

  beforeAll(async () => {
    home = await createDockerHome();
  });
  afterAll(() => home.remove());

  const count = Math.ceil(50 * scale);
  test(`${count} runs at once`, async () => {
    const squares = await home.report<number[]>("many-runs", [String(count)], patience);
    expect(squares).toEqual(Array.from({ length: count }, (_, value) => value * value));
  }, 300_000);

  const resultBytes = Math.ceil(scale * gibibyte);
  test(`a result of ${resultBytes} bytes, which the submitter does not hold until it is asked for`, async () => {
    const { grownBy, ...result } = await home.report<{ grownBy: number }>(
      "large-result",
      [String(resultBytes)],
      patience,
    );
    expect(result).toEqual({ length: resultBytes, isSame: true });
    expect(grownBy).toBeLessThan(Math.max(resultBytes / 4, 100 * 2 ** 20));
  }, 300_000);

  const fitting = Math.floor((freemem() * 0.75) / gibibyte);
  const memoryGibibytes = Math.max(1, Math.min(Math.round(8 * scale), fitting));
  const heapGibibytes = memoryGibibytes * 0.75;
  if (fitting < 8 * scale) console.warn(`Only ${fitting} GiB of memory are free: ${memoryGibibytes} GiB are used.`);
  test(`${heapGibibytes} GiB of objects in a container of ${memoryGibibytes} GiB`, async () => {
    const args = [`${memoryGibibytes}Gi`, String(heapGibibytes * gibibyte)];
    expect(await home.report("large-heap", args, patience)).toBe(true);
  }, 300_000);

  test("and leaves no container", async () => {
    expect(await home.containers()).toEqual([]);
  });
});
