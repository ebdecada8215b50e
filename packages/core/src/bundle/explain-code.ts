import type { CodeExplanation } from "../contracts/code-explanation.ts";
import type { BuiltModule } from "./build/build-module.ts";
import type { CapturedContent, CapturedModule, Frame } from "./capture/captured-graph.ts";
import type { CapturePlan } from "./capture/capture-plan.ts";
import type { FlowAnalysis } from "./extraction/analyze-flow.ts";
import type { SnapshotReason } from "./extraction/snapshot-units.ts";
import { lineAt } from "./syntax/parse-module.ts";
import { isTypeOnly } from "./syntax/syntax-node.ts";

const reasons: Readonly<Record<SnapshotReason, string>> = {
  flow: "it holds what a flow returned",
  await: "its initialiser awaits",
  machine: "its initialiser asks this machine",
  dependency: "it is computed from such a variable",
  option: "globals is snapshot",
};

/** Says what becomes of each part of a flow's module. Pure. */
export function explainCode(
  { flowCall: { module, path }, units }: FlowAnalysis,
  { reach, snapshots, graph }: CapturePlan,
  built: Pick<BuiltModule, "sizes" | "external">,
  suspectedSecrets: readonly string[],
): CodeExplanation {
  const evaluated = units.filter((unit) => reach.kept.has(unit) && !snapshots.has(unit));
  const dropped = units.filter(
    (unit) => !reach.kept.has(unit) && unit.statement !== path[1] && !isTypeOnly(unit.statement),
  );
  return {
    file: module.file,
    kept: [...new Set(evaluated.flatMap(({ names }) => names))],
    droppedLines: [...new Set(dropped.map(({ node }) => lineAt(module.source, node.start)))],
    captured: graph === null ? [] : capturedNames([...graph.modules.values()]),
    snapshots: [...snapshots].flatMap(([unit, { reason }]) =>
      unit.names.map((name) => ({ name, because: reasons[reason] })),
    ),
    sizes: built.sizes,
    external: built.external,
    suspectedSecrets,
  };
}

function capturedNames(modules: readonly CapturedModule[]): CodeExplanation["captured"] {
  const found = new Map<string, "value" | "code">();
  const visit = ({ variables, frames }: Frame): void => {
    for (const [name, content] of variables) found.set(name, kindOf(content));
    frames.forEach(visit);
  };
  for (const { frames } of modules) frames.forEach(visit);
  return [...found].map(([name, as]) => ({ name, as }));
}

function kindOf({ kind }: CapturedContent): "value" | "code" {
  return kind === "value" ? "value" : "code";
}
