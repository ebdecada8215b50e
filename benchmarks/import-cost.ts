import { createRequire } from "node:module";
import path from "node:path";
import { measureInTurns, measureNode, type ProcessCost } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/** What `import "prefect-core"`, the import of a plugin with a heavy client, and the start of the command line cost above a bare Node.js process. */
const rounds = 15;
const manifest = createRequire(import.meta.url).resolve("prefect-core/package.json");
const here = import.meta.dirname;

const module = (source: string): string[] => ["--input-type=module", "--eval", source];
const costs = measureInTurns(
  {
    "bare node": () => measureNode(module(""), here),
    'import "prefect-core"': () => measureNode(module(`import "prefect-core"`), here),
    'import "prefect-kubernetes"': () => measureNode(module(`import "prefect-kubernetes"`), here),
    "prefect version": () => measureNode([path.join(path.dirname(manifest), "dist/cli.js"), "version"], here),
  },
  rounds,
);

const [baseline, ...subjects] = Object.entries(costs).map(([name, cost]) => ({ name, values: toValues(cost) }));
if (baseline !== undefined) {
  printComparison(`Cost of a start on Node.js ${process.version}: medians of ${rounds}`, { baseline, subjects });
}

function toValues({ milliseconds, residentMegabytes }: ProcessCost): Record<string, number> {
  return { ms: milliseconds, "MB resident": residentMegabytes };
}
