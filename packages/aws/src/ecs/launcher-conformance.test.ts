import { afterAll, describe, jest, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { missingImage, startEmulator } from "./fixtures/emulated-ecs.ts";
import { createEcsSubject, ecsLacks, ecsSkips } from "./fixtures/ecs-subject.ts";

jest.setTimeout(60_000);

const emulator = await startEmulator();
afterAll(() => emulator.close());

describe("the ECS launcher", () => {
  const subject = createEcsSubject(emulator, { image: "test:1", missingImage, node: [process.execPath] });
  launcherSuite({ test, subject, lacks: ecsLacks, skip: ecsSkips });
});
