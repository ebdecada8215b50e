import type { FlowMethod } from "../../contracts/flow.ts";
import { sharedRegistry } from "../../serialization/type-registry.ts";
import { exportName } from "../code-module.ts";
import type { FlowAnalysis } from "../extraction/analyze-flow.ts";
import type { FlowCall } from "../site/find-flow-call.ts";
import type { DecoratedMethodSyntax } from "../syntax/decorated-method.ts";
import { contentText } from "./captured-graph.ts";
import { uncapturable } from "./capture-problem.ts";
import type { GraphBuilder } from "./graph-builder.ts";

/** What a decorated method is called on in the other process. */
export interface CapturedReceiver {
  /** The expression that gives it. */
  readonly text: string;
}

const variable = "this";

/**
 * Takes along what a method is called on. A class travels as code. An instance travels by its registered form, or else
 * as its class and its fields, without its constructor being run again.
 *
 * @returns `null` for the class that declares a static method at the top level, which the code has anyway
 * @throws CaptureProblem for an instance with state that cannot be read
 */
export async function captureReceiver(
  graph: GraphBuilder,
  { receiver, isOwner }: FlowMethod,
  { method, surroundings }: FlowAnalysis,
): Promise<CapturedReceiver | null> {
  if (isOwner && !surroundings.madeOnDemand) return null;
  if (typeof receiver === "function") return { text: await classText(graph, receiver) };
  const prototype = Object.getPrototypeOf(receiver) as object;
  const type = await classText(graph, prototype.constructor);
  if (sharedRegistry().byPrototype.has(prototype)) {
    return { text: contentText(graph.keepValue(variable, receiver, null)) };
  }
  refuseHiddenState(graph, receiver, method);
  const fields = contentText(graph.keepValue(variable, { ...receiver }, null));
  return { text: `Object.assign(Object.create(${type}.prototype), ${fields})` };
}

/** Lets the class that was captured say where its flow is, as the flow's module does for a class at its top level. */
export function keepFlowOfClass(graph: GraphBuilder, { module, call }: FlowCall): void {
  for (const { source, module: captured } of graph.slots.values()) {
    if (captured.module !== module || source.kind !== "node") continue;
    if (source.node.start > call.start || call.end > source.node.end) continue;
    const text = `(${exportName} = ${module.source.slice(call.start, call.end)})`;
    source.replacements.push({ node: call, text });
  }
}

async function classText(graph: GraphBuilder, type: object): Promise<string> {
  const found = { name: variable, value: type, holder: null, module: graph.entry };
  return contentText(await graph.contentOf(found));
}

function refuseHiddenState(graph: GraphBuilder, receiver: object, method: DecoratedMethodSyntax | null): void {
  const mend = "register the class with registerType(), or make the method static";
  if (declaresHidden(method) || graph.inspector.hasPrivateMembers(receiver)) {
    throw uncapturable(variable, `its class has private members, which cannot be read from outside: ${mend}`);
  }
  for (let at = Object.getPrototypeOf(receiver) as object; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    const text = Function.prototype.toString.call(at.constructor);
    if (!text.endsWith("{ [native code] }")) continue;
    throw uncapturable(variable, `its class extends ${at.constructor.name}, whose state is no field: ${mend}`);
  }
}

/** Transforms turn private members into something else, so that the source is asked too. */
function declaresHidden(method: DecoratedMethodSyntax | null): boolean {
  return (
    method?.owner.body.body.some(
      (member) =>
        "static" in member &&
        !member.static &&
        (member.type === "AccessorProperty" || ("key" in member && member.key.type === "PrivateIdentifier")),
    ) ?? false
  );
}
