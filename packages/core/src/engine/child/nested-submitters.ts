import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FlowBrand } from "../../contracts/flow.ts";
import type { NestedSubmission } from "../../contracts/nested-submission.ts";
import { flowReference } from "./made-flows.ts";

/** What a plugin's submitter gives for a bound flow: the methods of a `BoundFlow`, untyped. */
export interface Bound {
  (...args: unknown[]): Promise<unknown>;
  submit(...args: unknown[]): Promise<unknown>;
  submitToWorkPool(...args: unknown[]): Promise<unknown>;
  plan(...args: unknown[]): Promise<unknown>;
  retry(...args: unknown[]): Promise<unknown>;
  map(...args: unknown[]): unknown;
  attach(...args: unknown[]): unknown;
  with(...args: unknown[]): Bound;
  withOptions(...args: unknown[]): Bound;
}

/** Submits flows of this process's code. */
export interface NestedSubmitter {
  bind(flow: FlowBrand, type: string, options: object): Bound;
  /** Resolves once nothing is left to tidy up after runs whose results were given. Never rejects. */
  untilWoundDown(): Promise<void>;
}

/** What a submitter is told of the run that it works for. */
export interface NestedContext extends NestedSubmission {
  /** The directory that the runner laid out. */
  readonly directory: string;
  /** The name under which a flow of this code is found by whoever loads the same code; throws where it has none. */
  flowReference(flow: FlowBrand): string;
}

/** A submitter's module. */
export interface NestedSubmitterModule {
  openSubmitter(context: NestedContext): Promise<NestedSubmitter>;
}

const submitters = new Map<string, NestedSubmitter>();

/** The submitter that the run brought along for a plugin, or `null`. */
export function findSubmitter(plugin: string): NestedSubmitter | null {
  return submitters.get(plugin) ?? null;
}

/** Whoever ends this process would otherwise leave what runs of it left on their platforms. */
export async function untilSubmittersWoundDown(): Promise<void> {
  await Promise.all([...submitters.values()].map((submitter) => submitter.untilWoundDown()));
}

/** Loads what the run brought along. */
export async function loadSubmitters(directory: string, nested: NestedSubmission): Promise<void> {
  for (const { plugin } of nested.submitters) {
    const path = join(directory, submitterPath(plugin));
    const { openSubmitter } = (await import(pathToFileURL(path).href)) as NestedSubmitterModule;
    submitters.set(plugin, await openSubmitter({ ...nested, directory, flowReference }));
  }
}

/** Where a plugin's submitter lies in the directory that the runner lays out. */
export function submitterPath(plugin: string): string {
  return join("core", "dist", `${plugin.replaceAll("/", "+")}.mjs`);
}
