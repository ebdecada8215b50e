import { describe } from "@jest/globals";
import { googleContainerFacts } from "../harness/google-container-facts.ts";
import { createVertexAiHome } from "../harness/vertex-ai-home.ts";
import { openVertexAiProject } from "../harness/vertex-ai-project.ts";

describe("a flow in a container of Vertex AI", () => {
  googleContainerFacts({
    open: () => openVertexAiProject({ backend: "docker" }),
    createHome: (project) => createVertexAiHome(project),
    jobs: (emulator) => emulator.jobs().map(({ name }) => String(name)),
  });
});
