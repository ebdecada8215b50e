import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { runCommand } from "../harness/run-command.ts";
import { packageUses } from "./popular/uses.ts";

const names = Object.keys(packageUses);
/** As many packages share a flow. */
const packagesPerFlow = 20;
const directory = path.join(import.meta.dirname, "popular");
const script = path.join(directory, ".popular-flows.ts");

let answers: Record<string, unknown>;

/** One flow for some packages, which runs each use and says what it gave or how it failed. */
function flowModule(group: readonly string[]): string {
  const imports = group.map((name) => packageUses[name]?.imports).join("\n");
  const uses = group.map((name) => `${JSON.stringify(name)}: async () => (${packageUses[name]?.use}),`).join("\n");
  return `import { flow, localProcess } from "prefect-core";
import { createServer } from "node:http";
${imports}
async function answerOf(handler: any): Promise<string> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  const text = await (await fetch(\`http://127.0.0.1:\${port}/\`)).text();
  server.close();
  server.closeAllConnections();
  return text;
}
const uses: Record<string, () => Promise<unknown>> = { ${uses} };
export const target = localProcess()(
  flow(async function target(): Promise<Record<string, unknown>> {
    const results: Record<string, unknown> = { answerOf: typeof answerOf };
    for (const [name, use] of Object.entries(uses)) {
      try {
        results[name] = { result: await use() };
      } catch (error) {
        results[name] = { error: error instanceof Error ? error.stack : String(error) };
      }
    }
    return results;
  }),
);
`;
}

beforeAll(async () => {
  const groups = names.flatMap((_, at) => (at % packagesPerFlow === 0 ? [names.slice(at, at + packagesPerFlow)] : []));
  const modules = groups.map((group, index) => ({ file: path.join(directory, `.popular-${index}.ts`), group }));
  await Promise.all(modules.map(({ file, group }) => writeFile(file, flowModule(group))));
  const output = path.join(directory, ".popular-answers.json");
  await writeFile(
    script,
    `import { writeFileSync } from "node:fs";
const answers = {};
for (const file of ${JSON.stringify(modules.map(({ file }) => file))}) {
  try {
    const { target } = await import(file);
    Object.assign(answers, await target());
  } catch (error) { answers[file] = error.stack; console.error(error); }
}
writeFileSync(${JSON.stringify(output)}, JSON.stringify(answers));
`,
  );
  try {
    const { stderr, stdout } = await runCommand([process.execPath, "--disable-warning=ExperimentalWarning", script], {
      cwd: directory,
      env: { PREFECT_HOME: path.join(directory, ".popular-home") },
      timeoutSeconds: 300,
    });
    const text = await readFile(output, "utf8").catch(() => {
      throw new Error(`The script wrote no answers:\n${stdout}${stderr}`);
    });
    answers = JSON.parse(text) as Record<string, unknown>;
  } finally {
    const left = [script, output, path.join(directory, ".popular-home"), ...modules.map(({ file }) => file)];
    await Promise.all(left.map((file) => rm(file, { recursive: true, force: true })));
  }
}, 320_000);

test.each(names)("%s is used inside a remote flow", (name) => {
  expect(answers[name] ?? answers).toEqual({ result: packageUses[name]?.expected });
});

test("there are enough of them", () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});
