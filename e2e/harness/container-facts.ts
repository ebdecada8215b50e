import { expect, test } from "@jest/globals";
import type { UserHome } from "./user-home.ts";

/** What a container of the scenario `limits` may have. */
export interface ContainerLimits {
  readonly processors: number;
  readonly memoryBytes: number;
}

export interface ContainerSubject extends ContainerLimits {
  home(): UserHome;
}

/**
 * What a flow does in a real container with the runner image. The suite's `flows/submitting.ts` plays `hello`, `limits`
 * and `hoards`.
 */
export function containerFacts({ home, processors, memoryBytes }: ContainerSubject): void {
  test("a flow brings its code and returns its result through storage", async () => {
    expect(await home().report("submitting", ["hello"])).toMatchObject({ greeting: "Hello there" });
  });

  test("a flow has the processors and the memory that it asked for, and no more", async () => {
    expect(await home().report("submitting", ["limits"])).toEqual({ processors, memoryBytes });
  });

  test("a flow that takes more memory is told as such, by the kernel's word", async () => {
    expect(await home().report("submitting", ["hoards"])).toMatchObject({
      name: "OutOfMemoryError",
      exitCause: "out-of-memory",
    });
  });
}
