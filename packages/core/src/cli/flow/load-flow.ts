import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plan } from "../../contracts/plan.ts";
import type { FlowBrand, FlowDefinition } from "../../contracts/flow.ts";
import { CommandError } from "../../errors/command-error.ts";
import { installRehearsal } from "../../submission/rehearsal.ts";
import { quote } from "../output/quote.ts";
import { messageOf } from "../../errors/thrown.ts";

/** A flow that is bound to infrastructure, as far as the command line calls it. */
export interface PlannableFlow {
  plan(...args: readonly unknown[]): Promise<Plan>;
}

/** Imports a file and takes a flow on infrastructure from its exports: `train.ts#train`. Throws `CommandError`. */
export async function loadFlow(reference: string, directory: string): Promise<PlannableFlow> {
  return await loadExport(reference, directory, isPlannable, {
    kind: "flow on infrastructure",
    mend: "Export what a decorator such as docker() returned.",
  });
}

/** Imports a file and takes the definition of a flow, bound or not, from its exports. Throws `CommandError`. */
export async function loadFlowDefinition(reference: string, directory: string): Promise<FlowDefinition> {
  const flow = await loadExport(reference, directory, isFlow, { kind: "flow", mend: "Export what flow() returned." });
  return "local" in flow ? flow.local["~flow"] : flow["~flow"];
}

async function loadExport<T>(
  reference: string,
  directory: string,
  isWanted: (value: unknown) => value is T,
  { kind, mend }: { readonly kind: string; readonly mend: string },
): Promise<T> {
  const at = reference.lastIndexOf("#");
  if (at < 1 || at === reference.length - 1) {
    throw new CommandError({ problem: `${quote(reference)} names no flow.`, mend: "Write it as FILE#EXPORT." });
  }
  const [file, name] = [resolve(directory, reference.slice(0, at)), reference.slice(at + 1)];
  const exports = await importFile(file);
  const flow = exports[name];
  if (isWanted(flow)) return flow;
  const found = Object.keys(exports).filter((key) => isWanted(exports[key]));
  throw new CommandError({
    problem: `${quote(file)} exports no ${kind} as ${quote(name)}.`,
    mend: found.length === 0 ? mend : `It exports ${found.join(", ")}.`,
  });
}

async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  // A script that defines a flow usually calls it too; nothing is to be launched for that.
  installRehearsal({ submit: () => Promise.reject(new CommandError({ problem: "Nothing is launched for a plan." })) });
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const reason = messageOf(cause);
    const mend = "Put calls of flows into another file.";
    throw new CommandError({ problem: `${quote(file)} cannot be imported: ${reason}`, mend, cause });
  } finally {
    installRehearsal(null);
  }
}

function isPlannable(value: unknown): value is PlannableFlow {
  return typeof value === "function" && "plan" in value && typeof value.plan === "function";
}

function isFlow(value: unknown): value is FlowBrand | { readonly local: FlowBrand } {
  if (typeof value !== "function") return false;
  return "~flow" in value || ("local" in value && typeof value.local === "function" && "~flow" in value.local);
}
