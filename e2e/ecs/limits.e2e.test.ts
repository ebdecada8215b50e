import { afterAll, beforeEach, expect, test } from "@jest/globals";
import { createEcsLauncher } from "../../packages/aws/src/ecs/ecs-launcher.ts";
import { quickTimes, toConfiguration, toRequest } from "../../packages/aws/src/ecs/fixtures/emulated-ecs.ts";
import { openTestAccount } from "../harness/ecs-account.ts";
import { modulesLoadedBy } from "../harness/loaded-modules.ts";
import { loadScale } from "../harness/scale.ts";

const account = await openTestAccount({ roles: ["arn:aws:iam::123456789012:role/execution"] });
const { url, requests } = account.emulator;
const count = Math.ceil(250 * loadScale());
/** Tasks that `DescribeTasks` takes at once. */
const tasksPerRequest = 100;

beforeEach(() => requests.clear());
afterAll(() => account.close());

const configuration = () => toConfiguration(url, { hasLogs: false });

test("a run takes three requests to start where its definition is there, and one where this process knows it", async () => {
  const first = createEcsLauncher(configuration(), quickTimes);
  await first.launch(toRequest(configuration(), ""));
  requests.clear();
  const settled = await settle();
  expect(settled).toEqual({ "ecs:DescribeClusters": 1, "ecs:DescribeTaskDefinition": 1, "ecs:RunTask": 1 });
  requests.clear();
  await first.launch(toRequest(configuration(), ""));
  expect(requests.counts()).toEqual({ "ecs:RunTask": 1 });
});

/** What a new process asks before and at its first run, where the pool names its network. */
async function settle(): Promise<Readonly<Record<string, number>>> {
  const named = configuration();
  const launcher = createEcsLauncher({ ...named }, quickTimes);
  await launcher.checkReachable?.();
  await launcher.launch(toRequest({ ...named, vpcId: "vpc-0default", network: { subnets: ["subnet-0a"] } }, ""));
  return requests.counts();
}

test(`${count} runs are looked at ${tasksPerRequest} at a time`, async () => {
  const launcher = createEcsLauncher(configuration(), quickTimes);
  const references = await Promise.all(
    Array.from({ length: count }, () =>
      launcher.launch({ ...toRequest(configuration(), ""), command: ["sh", "-c", "sleep 3"] }),
    ),
  );
  requests.clear();
  await Promise.all(references.map(async (reference) => Array.fromAsync(launcher.watch(reference))));
  const looks = requests.entries.filter(({ operation }) => operation === "ecs:DescribeTasks");
  const perLook = Math.ceil(count / tasksPerRequest);
  const milliseconds = (looks.at(-1)?.at.getTime() ?? 0) - (looks[0]?.at.getTime() ?? 0);
  // A look that new tasks hurry comes after a quarter of the usual time.
  const mostLooks = milliseconds / (quickTimes.pollMilliseconds / 4) + 1;
  console.info(`${looks.length} requests for ${count} runs in ${milliseconds} ms, at most ${perLook} per look`);
  expect(looks.length).toBeLessThanOrEqual(Math.ceil(mostLooks) * perLook);
}, 120_000);

test('`import "prefect-aws"` loads no SDK', () => {
  const loaded = modulesLoadedBy("prefect-aws");
  expect(loaded.filter((url) => /aws-sdk|smithy/.test(url))).toEqual([]);
  expect(loaded.length).toBeGreaterThan(1);
});
