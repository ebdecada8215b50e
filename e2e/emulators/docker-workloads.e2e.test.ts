import { beforeAll } from "@jest/globals";
import { createDockerBackend, type WorkloadBackend } from "prefect-emulators/workloads";
import { describeWorkloads } from "prefect-emulators/workloads/facts";
import { requireSetting } from "../harness/required-setting.ts";

let backend: WorkloadBackend;

beforeAll(() => {
  backend = createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") });
});

describeWorkloads({
  backend: () => backend,
  image: () => requireSetting("PREFECT_TEST_IMAGE"),
  missingImage: "prefect-test/missing:1",
});
