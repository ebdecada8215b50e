import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openTestAccount } from "../harness/ecs-account.ts";
import { createEcsHome } from "../harness/ecs-home.ts";
import type { UserHome } from "../harness/user-home.ts";

const account = await openTestAccount({ backend: "docker" });
let home: UserHome;

beforeAll(async () => {
  home = await createEcsHome(account);
});
afterAll(async () => {
  await home.remove();
  await account.close();
});

test("a flow in a container brings its code and returns its result through S3, with its task's role", async () => {
  expect(await home.report("submitting", ["hello"])).toMatchObject({ greeting: "Hello there" });
});

test("a flow in a container has the processors and the memory that it asked for, and no more", async () => {
  const limits = await home.report<{ readonly processors: number; readonly memory: number }>("submitting", ["limits"]);
  // Of 100 ms of a processor, and in bytes.
  expect(limits).toEqual({ processors: 0.5, memory: 1024 * 2 ** 20 });
});
