import { expect, test } from "@jest/globals";
import type { JsonObject } from "../contracts/json.ts";
import { applyValues } from "./apply-values.ts";
import { renderJobConfiguration } from "./render-job-configuration.ts";
import type { JobRun } from "./run-environment.ts";
import type { TemplateReader } from "./template-reader.ts";
import { validateBaseJobTemplate } from "./validate-base-job-template.ts";

const blocks: Record<string, JsonObject> = {
  "secret/token": { value: "s3cret {{ prefect.variables.level }}" },
  "json/deep": { value: { list: [{ name: "first" }] } },
  "login/registry": { url: "registry.test", password: { $ref: { block_document_id: "secret/token" } } },
  "loop/a": { other: { $ref: { block_document_id: "loop/a" } } },
};
const reader: TemplateReader = {
  readBlockDocument: async (id) => {
    const data = blocks[id];
    if (data === undefined) throw new Error("404");
    return { data };
  },
  readBlockDocumentByName: async (slug, name) => {
    const data = blocks[`${slug}/${name}`];
    return data === undefined ? null : { data };
  },
  readVariable: async (name) => (name === "level" ? { value: { depth: 3 } } : null),
};
const run: JobRun = {
  flowRunId: "run-1",
  flowRunName: "calm-otter",
  attempt: 2,
  expiresAt: new Date("2026-01-02T03:04:05Z"),
  flow: { id: "flow-1", name: "train" },
  workPool: { id: "pool-1", name: "olympic" },
  version: "1.2.3",
};

async function render(job_configuration: JsonObject, properties: JsonObject, jobVariables: JsonObject = {}) {
  const template = { job_configuration, variables: { type: "object", properties } };
  return renderJobConfiguration({ template, place: "work pool 'p'", jobVariables, reader, run: null, environment: {} });
}

test.each([
  ["{{ a }}", { a: { b: [1] } }, { b: [1] }],
  ["{{a.b[0]}}", { a: { b: [1] } }, 1],
  ["{{ a.b.0 }}", { a: { b: [1] } }, 1],
  ["{{ missing }}", {}, undefined],
  ["{{ name }}-", {}, "-"],
  ["{{ a }}:{{ b }}", { a: "{{ b }}", b: 2 }, "{{ b }}:2"],
  ["{{ flag }}!", { flag: true }, "True!"],
  ["{{ $HOME }}/x", {}, "/home/me/x"],
  ["{{ $MISSING }}", {}, ""],
  ["{{ prefect.blocks.secret.x }} {{ a }}", { a: 1 }, "{{ prefect.blocks.secret.x }} 1"],
  ["{{ constructor }}", {}, undefined],
])("the template %j with %j gives %j", (template, values, filled) => {
  expect(applyValues(template, { values, environment: { HOME: "/home/me" } })).toEqual(filled);
});

test("without a value, a key is left out of its object and an item of its list", () => {
  const template = { keep: [1, "{{ missing }}", null], drop: "{{ missing }}", deep: { drop: "{{ missing }}" } };
  expect(applyValues(template, { values: {}, environment: {} })).toEqual({ keep: [1, null], deep: {} });
});

test("defaults of the template go below what is given, and env is merged variable by variable", async () => {
  const { configuration } = await render(
    { image: "{{ image }}", cpu: "{{ cpu }}", env: "{{ env }}" },
    { image: { default: "node:24" }, cpu: { default: 1 }, env: { default: { LEVEL: "info", OLD: "1" } } },
    { cpu: 4, "env.EXTRA": "x", env: { OLD: null, DEBUG: true } },
  );
  expect(configuration).toMatchObject({ image: "node:24", cpu: 4 });
  expect(configuration.env).toEqual({ LEVEL: "info", EXTRA: "x", DEBUG: "True" });
});

test("variables that the template itself sets stay below those given", async () => {
  const { configuration } = await render(
    { env: { A: "1", B: "{{ b }}" } },
    { b: { default: "2" }, env: {} },
    { env: { A: "9" } },
  );
  expect(configuration.env).toEqual({ A: "9", B: "2" });
});

test("dotted names reach into objects, and plain ones win over them", async () => {
  const given = { "job.a.x": 1, "job.a.y": 1, job: { a: { y: 2 } } };
  expect((await render({ job: "{{ job }}" }, { job: {} }, given)).configuration["job"]).toEqual({ a: { x: 1, y: 2 } });
  await expect(render({}, {}, { "a.b": 1, "a.b.c": 1 })).rejects.toThrow("The job variable 'a.b.c' cannot be set");
});

test("blocks and variables are put in, and what is put in is not searched again", async () => {
  const { configuration } = await render(
    {
      whole: "{{ prefect.blocks.secret.token }}",
      inline: "Bearer {{ prefect.blocks.json.deep.value.list[0].name }}!",
      login: "{{ login }}",
      level: "{{ prefect.variables.level }}",
      gone: "{{ prefect.variables.gone }}",
    },
    { login: {} },
    { login: { $ref: { block_document_id: "login/registry" } }, env: { TOKEN: "{{ prefect.blocks.secret.token }}" } },
  );
  const token = "s3cret {{ prefect.variables.level }}";
  expect(configuration).toMatchObject({
    whole: token,
    inline: "Bearer first!",
    login: { url: "registry.test", password: { value: token } },
    level: { depth: 3 },
    gone: "",
  });
});

test.each([
  ["{{ prefect.blocks.secret.none }}", "there is no block 'none' of type 'secret'"],
  ["{{ prefect.blocks.json.deep.nowhere }}", "nothing at 'nowhere'"],
  ["{{ prefect.blocks.secret }}", "it must read prefect.blocks.<block-type-slug>.<block-document-name>"],
  ["x {{ prefect.blocks.json.deep }}", "not to an object or a list"],
  [{ $ref: { block_document_id: "unknown" } }, "the block with the id 'unknown' cannot be read"],
  [{ $ref: { block_document_id: "loop/a" } }, "the block refers to itself"],
])("the reference %j that gives nothing is an error that says why", async (reference, reason) => {
  await expect(render({ value: reference }, {})).rejects.toThrow(reason);
});

test("a job variable without effect is told, with the name that was probably meant", async () => {
  const { warnings } = await render(
    { working_dir: "{{ working_dir }}" },
    { working_dir: {}, env: {} },
    { workingDir: "/data", zzz: 1 },
  );
  expect(warnings).toEqual([
    "The base job template of work pool 'p' declares no variable 'workingDir', so it has no effect. Did you mean 'working_dir'?",
    "The base job template of work pool 'p' declares no variable 'zzz', so it has no effect.",
  ]);
});

test("the run is named in environment, labels and name, below what is given", async () => {
  const template = {
    job_configuration: { name: "{{ name }}", env: "{{ env }}", labels: "{{ labels }}" },
    variables: { properties: { name: {}, env: {}, labels: {} } },
  };
  const jobVariables = {
    name: "{{ ctx.flow.name }}-{{ ctx.flow_run.id }}",
    env: { PREFECT_API_URL: null },
    labels: { team: "a" },
  };
  const settings = { PREFECT_API_URL: "http://127.0.0.1:4200/api", PREFECT_LOGGING_LEVEL: "DEBUG" };
  const rendered = await renderJobConfiguration({ template, place: "p", jobVariables, reader, run, settings });
  const { configuration, inheritedEnv } = rendered;
  expect(inheritedEnv).toEqual(["PREFECT_LOGGING_LEVEL"]);
  expect(configuration["name"]).toBe("train-run-1");
  expect(configuration.env).toEqual({
    PREFECT_LOGGING_LEVEL: "DEBUG",
    PREFECT__FLOW_RUN_ID: "run-1",
    PREFECT__FLOW_RUN_ATTEMPT: "2",
    PREFECT__FLOW_ID: "flow-1",
    PREFECT__FLOW_NAME: "train",
  });
  expect(configuration.labels).toMatchObject({
    "prefect.io/flow-run-id": "run-1",
    "prefect.io/flow-run-attempt": "2",
    "prefect.io/expires-at": "2026-01-02T03:04:05.000Z",
    team: "a",
  });
});

test("a template with undeclared variables names them and its place", () => {
  const template = {
    job_configuration: { a: "{{ zone }} {{ cpu }}", b: ["{{ declared.part }}"] },
    variables: { properties: { declared: {} } },
  };
  expect(() => validateBaseJobTemplate(template, "work pool 'olympic'")).toThrow(
    "The base job template of work pool 'olympic' uses 'cpu', 'zone' in its job_configuration without declaring them",
  );
  expect(() => validateBaseJobTemplate({ variables: {} }, "work pool 'p'")).toThrow(
    "has no object 'job_configuration'",
  );
  expect(validateBaseJobTemplate({}, "work pool 'p'")).toBeNull();
});
