import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sampleOf } from "../harness/scale.ts";
import { type ShapeProject, createShapeProject } from "../harness/shape-project.ts";
import { decoratorCases } from "./shapes/decorator-cases.ts";

const names = Object.keys(decoratorCases);

describe.each([
  ["a child process", "process", names],
  ["a container", "docker", sampleOf(names)],
] as const)("in %s a decorated method runs and nothing else of its script does", (_, infrastructure, run) => {
  let project: ShapeProject;
  let answers: Record<string, unknown>;

  beforeAll(async () => {
    project = await createShapeProject(decoratorCases, { loader: "tsx" });
    answers = await project.run(infrastructure, run);
  }, 600_000);
  afterAll(() => project.remove());

  test.each(run)("%s", (name) => {
    expect(answers[name]).toEqual({ result: decoratorCases[name]?.expected });
  });
});
