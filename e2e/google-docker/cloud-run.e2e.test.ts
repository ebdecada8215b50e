import { describe } from "@jest/globals";
import { createCloudRunHome } from "../harness/cloud-run-home.ts";
import { openCloudRunProject } from "../harness/cloud-run-project.ts";
import { googleContainerFacts } from "../harness/google-container-facts.ts";

describe("a flow in a container of Cloud Run", () => {
  googleContainerFacts({
    open: () => openCloudRunProject({ backend: "docker" }),
    createHome: (project) => createCloudRunHome(project),
    jobs: (emulator) => emulator.jobs(),
  });
});
