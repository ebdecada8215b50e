import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "@jest/globals";
import { listStateTypes, listUnfinished } from "../harness/flow-run-states.ts";
import { createProject, type Project } from "../harness/project.ts";
import type { CommandOutcome } from "../harness/run-command.ts";

interface BadInput {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  /** What must be there before the faulty call. */
  arrange?(project: Project): Promise<void>;
  /** Default: runs `main.ts`. */
  run?(project: Project): Promise<CommandOutcome>;
  /** The thing and the mend, as the message must name them. */
  readonly says: readonly RegExp[];
  /** How the runs end that this input leaves, if it is noticed only when they exist. Default: there is none. */
  readonly states?: readonly string[];
}

const imports = `import { flow, localProcess } from "prefect-core";\n`;
const double = `const double = localProcess()(flow(async function double(count: number) { return count * 2; }));\n`;

const inputs: readonly BadInput[] = [
  {
    what: "a socket in the parameters",
    files: {
      "main.ts": `import { Socket } from "node:net";
${imports}const load = localProcess()(flow(async function load(db: object) { return typeof db; }));
await load({ pool: new Socket() } as object);
`,
    },
    says: [/parameters\.db\.pool/, /Socket/, /registerType|plain data/],
  },
  {
    what: "a circular import of a whole file",
    files: {
      "main.ts": `${imports}import { readRows } from "./rows.ts";
export const limits = { rows: 2 };
const countRows = localProcess()(flow(async function countRows() { return readRows().length; }));
await countRows();
`,
      "rows.ts": `import * as main from "./main.ts";
export const readRows = (): number[] => [1, 2, 3].slice(0, main.limits.rows);
`,
    },
    says: [/'countRows' in .*main\.ts/, /uses .*rows\.ts/, /Move what both use into a module of its own/],
  },
  {
    what: "a flow inside node -e",
    files: {},
    run: (project) => project.node(["--input-type=module-typescript", "-e", `${imports}${double}await double(1);`]),
    says: [/'double'/, /Put the flow into a file/],
  },
  {
    what: "an included file that is missing",
    files: {
      "main.ts": `${imports}const read = localProcess({ includeFiles: ["settings/absent.json"] })(
  flow(async function read() { return 1; }),
);
await read();
`,
    },
    says: [/settings\/absent\.json/, /includeFiles/],
  },
  {
    what: "a corrupted bundle",
    files: { "main.ts": `${imports}${double}console.log(await double(1));\n` },
    arrange: async (project) => {
      const { exitCode, stderr } = await project.node(["main.ts"]);
      if (exitCode !== 0) throw new Error(stderr);
      const files = await readdir(project.home, { recursive: true });
      const codes = files.filter((file) => /(^|\/)code\/[0-9a-f]{64}\.mjs\.gz$/.test(file));
      if (codes.length === 0) throw new Error(`No stored code among ${files.join(", ")}`);
      for (const file of codes) await writeFile(path.join(project.home, file), gzipSync("export const double = 1;"));
    },
    says: [/code\/[0-9a-f]{64}/, /Delete the object/],
    states: ["COMPLETED", "CRASHED"],
  },
  {
    what: "an unknown work pool",
    files: {
      "main.ts": `${imports}await localProcess({ workPool: "nowhere" })(flow(async function call() { return 1; }))();\n`,
    },
    says: [/'nowhere'/, /work-pool create nowhere --type process/],
  },
  {
    what: "a work pool of another type",
    files: {
      "main.ts": `${imports}import { defineInfrastructure } from "prefect-core/provider";
const ship = defineInfrastructure({
  specificationVersion: "v1",
  type: "ship",
  displayName: "Ship",
  description: "",
  baseJobTemplate: { job_configuration: {}, variables: { type: "object", properties: {} } },
  defaultWorkPool: "ships",
  toJobVariables: () => ({}),
  parseConfiguration: (rendered) => rendered,
  runnerCommand: () => ({ prefix: ["node"] }),
  createLauncher: () => { throw new Error("No ship is to be launched."); },
});
await ship({ workPool: "trucks" })(flow(async function call() { return 1; }))();
`,
    },
    arrange: async (project) => void (await project.prefect("work-pool", "create", "trucks", "--type", "process")),
    says: [/'trucks' has type 'process'/, /'ship'/, /Name a pool of type 'ship'/],
  },
  {
    what: "a job template with an undeclared placeholder",
    files: {
      "template.json": JSON.stringify({
        job_configuration: { command: "{{ command }}", working_dir: "{{ speed }}" },
        variables: { type: "object", properties: { command: { type: "string" } } },
      }),
    },
    run: (project) => {
      const command = ["work-pool", "create", "odd", "--type", "process", "--base-job-template", "template.json"];
      return project.node(["node_modules/prefect-core/dist/cli.js", ...command]);
    },
    says: [/speed/, /variables/],
  },
  {
    what: "a PREFECT_HOME that cannot be written",
    files: { "main.ts": `${imports}${double}await double(1);\n` },
    run: async (project) => {
      const file = path.join(project.directory, "a-file");
      await writeFile(file, "");
      return project.node(["main.ts"], { env: { PREFECT_HOME: path.join(file, "home") } });
    },
    says: [/a-file/, /PREFECT_HOME/],
  },
];

let project: Project | undefined;

afterEach(async () => {
  await project?.remove();
  project = undefined;
});

test.each(inputs)(
  "$what is an error that names it and its mend",
  async ({ files, arrange, run, says, states = [] }) => {
    project = await createProject(files);
    await arrange?.(project);
    const outcome = await (run?.(project) ?? project.node(["main.ts"]));
    for (const pattern of says) expect(outcome.stderr).toMatch(pattern);
    expect(outcome.exitCode).not.toBe(0);
    expect(outcome.exitCode).not.toBeNull();
    expect(await listUnfinished(project)).toEqual([]);
    expect((await listStateTypes(project)).toSorted()).toEqual(states.toSorted());
  },
);
