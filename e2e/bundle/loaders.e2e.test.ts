import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLoadedProject, type LoadedProject, type Loader } from "../harness/loaded-project.ts";

const flows = path.join(import.meta.dirname, "flows");
const read = (name: string): Promise<string> => readFile(path.join(flows, name), "utf8");

/** What the flow gives is what it gives here, and nothing else of its script runs there. */
const trip = `if (process.env["PREFECT__FLOW_RUN_ID"] !== undefined) throw new Error("The script ran again.");\n`;

describe("the same source is the same code", () => {
  let loaded: LoadedProject;
  let throughNode: string;

  beforeAll(async () => {
    loaded = await createLoadedProject({
      "main.ts": `${await read("closure.ts")}export const answer = async () => (await target.plan(20)).bundle.sha256;\n${trip}`,
      "step.ts": await read("step.ts"),
    });
    throughNode = await loaded.answerThrough("node");
    expect(throughNode).toMatch(/^[0-9a-f]{64}$/);
  }, 60_000);
  afterAll(() => loaded.project.remove());

  test.each(["tsx", "tsc", "tsc with --enable-source-maps", "ts-node", "jest", "vitest"] as const)(
    "through node and %s",
    async (loader) => {
      expect(await loaded.answerThrough(loader)).toBe(throughNode);
    },
    120_000,
  );
});

// What these make of a script is another text.
describe.each(["swc", "minified"] as const)("%s", (loader) => {
  let loaded: LoadedProject;

  beforeAll(async () => {
    loaded = await createLoadedProject({
      "main.ts": `${await read("closure.ts")}export const answer = async () => String(await target(20));\n${trip}`,
      "step.ts": await read("step.ts"),
    });
  });
  afterAll(() => loaded.project.remove());

  test("sends the flow, and nothing else of its script", async () => {
    expect(await loaded.answerThrough(loader)).toBe("66");
  }, 60_000);
});

describe("a decorated method runs, compiled by", () => {
  let loaded: LoadedProject;

  beforeAll(async () => {
    loaded = await createLoadedProject({ "main.ts": `${await read("decorated.ts")}${trip}` });
  });
  afterAll(() => loaded.project.remove());

  test.each<Loader>(["tsx", "tsc", "tsc with --enable-source-maps", "swc"])(
    "%s",
    async (loader) => {
      expect(await loaded.answerThrough(loader)).toBe("[24,66]");
    },
    120_000,
  );
});
