import { afterAll, describe, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { createEcsSubject, ecsLacks, ecsSkips } from "../../packages/aws/src/ecs/fixtures/ecs-subject.ts";
import { openTestAccount } from "../harness/ecs-account.ts";
import { missingImage } from "../harness/emulated-image.ts";

// With real containers: limits of memory and processors, images, signals and exit codes are those of a container runtime.
const account = await openTestAccount({ backend: "docker", roles: ["arn:aws:iam::123456789012:role/execution"] });

afterAll(() => account.close());

describe("the ECS launcher, with containers", () => {
  const subject = createEcsSubject(account.emulator, { image: account.image, missingImage });
  launcherSuite({ test, subject, lacks: ecsLacks, skip: ecsSkips });
});
