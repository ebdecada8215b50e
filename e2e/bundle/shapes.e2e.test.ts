import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { shapeCases } from "../../packages/core/src/bundle/fixtures/all-shape-cases.ts";
import { type ShapeProject, createShapeProject } from "../harness/shape-project.ts";
import { sampleOf } from "../harness/scale.ts";

const cases = Object.entries(shapeCases).filter(([, { handle }]) => handle !== null);
const names = cases.map(([name]) => name);
// A shape that binds its flow to processes itself has it run nowhere else.
const unbound = cases.filter(([, shape]) => !JSON.stringify(shape).includes("localProcess()(")).map(([name]) => name);
const sampled = sampleOf(unbound);

describe.each([
  ["a child process", "process", names],
  ["a container", "docker", sampled],
] as const)("in %s, without packages, a flow runs and nothing else of its script does", (_, infrastructure, run) => {
  let project: ShapeProject;
  let answers: Record<string, unknown>;

  beforeAll(async () => {
    project = await createShapeProject(Object.fromEntries(cases));
    answers = await project.run(infrastructure, run);
  }, 600_000);
  afterAll(() => project.remove());

  test.each(run)("%s", (name) => {
    expect(answers[name]).toEqual({ result: shapeCases[name]?.expected });
  });
});

test("there are enough of them", () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
});
