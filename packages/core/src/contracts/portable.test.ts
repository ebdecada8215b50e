import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { portable, preamble, unportable } from "./fixtures/portable-cases.ts";

const contracts = import.meta.dirname;
const core = resolve(contracts, "../..");

/** What the compiler says, by case. */
let told: ReadonlyMap<string, string>;

const imports = `
import type { EncodeSymbol } from ${JSON.stringify(join(contracts, "encodable.ts"))};
import type { AnyFunction, Flow } from ${JSON.stringify(join(contracts, "flow.ts"))};
import type { InfrastructureDecorator } from ${JSON.stringify(join(contracts, "bound-flow.ts"))};
import type { Trusted } from ${JSON.stringify(join(contracts, "portable.ts"))};
`;

/** Compiles all cases at once, each in a block on one line of its own. */
async function compileCases(cases: readonly (readonly [string, string])[]): Promise<ReadonlyMap<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), "portable-"));
  const head = imports + preamble;
  const firstLine = head.split("\n").length;
  const options = {
    extends: join(core, "../../tsconfig.base.json"),
    compilerOptions: { typeRoots: [join(core, "node_modules/@types"), join(core, "../../node_modules/@types")] },
    files: ["cases.ts"],
  };
  try {
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify(options));
    await writeFile(
      join(directory, "cases.ts"),
      head + cases.map(([, code]) => `{ ${code}; }\n`).join("") + "export {};\n",
    );
    const compiler = join(core, "../../node_modules/.bin/tsc");
    const output = await new Promise<string>((resolveOutput) => {
      execFile(compiler, ["-p", directory, "--pretty", "false", "--erasableSyntaxOnly", "false"], (_, stdout) =>
        resolveOutput(stdout),
      );
    });
    const found = new Map<string, string>();
    for (const message of output.split(/^(?=\S)/m)) {
      const line = Number(/cases\.ts\((\d+),/.exec(message)?.[1]);
      const name = cases[line - firstLine]?.[0] ?? "outside of the cases";
      found.set(name, (found.get(name) ?? "") + message);
    }
    found.delete(output === "" ? "outside of the cases" : "");
    return found;
  } finally {
    await rm(directory, { recursive: true });
  }
}

beforeAll(async () => {
  const cases = [
    ...Object.entries(portable).map(([name, code]) => [`portable: ${name}`, code] as const),
    ...Object.entries(unportable).map(([name, [code]]) => [`unportable: ${name}`, code] as const),
  ];
  told = await compileCases(cases);
}, 60_000);

describe("a flow that can travel compiles:", () => {
  test.each(Object.keys(portable))("%s", (name) => {
    expect(told.get(`portable: ${name}`)).toBeUndefined();
  });
});

describe("a flow that cannot travel is refused with each path and the reason:", () => {
  test.each(Object.entries(unportable))("%s", (name, [, problems]) => {
    const parts = Object.entries(problems);
    const listed =
      parts.length === 1
        ? parts.map(([path, reason]) => `"${path}: ${reason}"`).join("")
        : `{ ${parts.map(([path, reason]) => `readonly ${/^\w+$/.test(path) ? path : `"${path}"`}: "${reason}"; `).join("")}}`;
    expect(told.get(`unportable: ${name}`)).toContain(
      `is not assignable to type '{ readonly "cannot travel": ${listed}; }'`,
    );
  });
});

test("the cases themselves are sound, and there are enough of each", () => {
  expect(told.get("outside of the cases")).toBeUndefined();
  expect(Object.keys(portable).length).toBeGreaterThanOrEqual(40);
  expect(Object.keys(unportable).length).toBeGreaterThanOrEqual(40);
});
