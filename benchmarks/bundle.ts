import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { median } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/** What packing a flow costs beside a bare `esbuild.build` of the same file, each in a fresh process, imports included. */
const rounds = 15;
const core = path.dirname(createRequire(import.meta.url).resolve("prefect-core/package.json"));
const esbuild = createRequire(path.join(core, "package.json")).resolve("esbuild");
// Below the package, so that what is measured finds the package's dependencies.
const directory = mkdtempSync(path.join(core, "node_modules", ".bundle-benchmark-"));

interface Cost {
  readonly [unit: string]: number;
}

try {
  const flowFile = path.join(directory, "hello.ts");
  writeFileSync(
    flowFile,
    'import { flow } from "prefect-core";\nconst greeting = "Hello";\nconst hello = flow(async (name: string) => `${greeting} ${name}`);\nawait hello("world");\n',
  );
  const bare = path.join(directory, "bare.mjs");
  writeFileSync(bare, bareProgram(flowFile));
  const ours = path.join(directory, "ours.mjs");
  writeFileSync(ours, ourProgram(flowFile));
  compileBundler();

  const costs: Record<"bare" | "ours", Cost[]> = { bare: [], ours: [] };
  measure(bare);
  measure(ours);
  for (let round = 0; round < rounds; round += 1) {
    costs.bare.push(measure(bare));
    costs.ours.push(measure(ours));
  }
  printComparison(`Packing a hello flow on Node.js ${process.version}: medians of ${rounds}`, {
    baseline: { name: "esbuild.build", values: medians(costs.bare) },
    subjects: [{ name: "createBundle", values: medians(costs.ours) }],
  });
} finally {
  rmSync(directory, { recursive: true });
}

function measure(program: string): Cost {
  return JSON.parse(execFileSync(process.execPath, [program], { encoding: "utf8" })) as Cost;
}

function medians(costs: readonly Cost[]): Record<string, number> {
  const units = Object.keys(costs[0] ?? {});
  return Object.fromEntries(units.map((unit) => [unit, median(costs.map((cost) => cost[unit] ?? Number.NaN))]));
}

/** Compiles the bundler as the package's build does: loading TypeScript sources would be measured otherwise. */
function compileBundler(): void {
  const entry = path.join(core, "src", "bundle", "create-bundle.ts");
  const options = {
    entryPoints: [entry],
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    packages: "external",
  };
  const program = `const { build } = await import(${JSON.stringify(esbuild)}); await build(${JSON.stringify(options)});`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit" });
}

function bareProgram(file: string): string {
  return `
    const startedAt = performance.now();
    const { build } = await import(${JSON.stringify(esbuild)});
    const once = () => build({ entryPoints: [${JSON.stringify(file)}], bundle: true, write: false, platform: "node", format: "esm", external: ["prefect-core"] });
    await once();
    const builtAt = performance.now();
    const { outputFiles } = await once();
    const { gzipSync } = await import("node:zlib");
    console.log(JSON.stringify({ "cold ms": builtAt - startedAt, "again ms": performance.now() - builtAt, "compressed bytes": gzipSync(outputFiles[0].contents).length }));
  `;
}

function ourProgram(file: string): string {
  const stack = `Error\n    at ${file}:3:15`;
  return `
    const startedAt = performance.now();
    const { createBundle } = await import("./create-bundle.mjs");
    const definition = { name: "hello", site: { rawPosition: null, stack: ${JSON.stringify(stack)} } };
    await createBundle(definition);
    const builtAt = performance.now();
    const { code } = await createBundle(definition);
    console.log(JSON.stringify({ "cold ms": builtAt - startedAt, "again ms": performance.now() - builtAt, "compressed bytes": code.bytes.length }));
  `;
}
