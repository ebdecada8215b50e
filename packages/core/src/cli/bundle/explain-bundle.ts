import { createBundle } from "../../bundle/create-bundle.ts";
import type { Bundle } from "../../bundle/bundle.ts";
import type { CliContext } from "../cli-context.ts";
import { loadFlowDefinition } from "../flow/load-flow.ts";
import type { OutputOptions } from "../output/output-option.ts";

/** `prefect bundle explain FILE#FLOW` */
export async function explainBundle(context: CliContext, reference: string, { output }: OutputOptions): Promise<void> {
  const definition = await loadFlowDefinition(reference, context.environment.cwd);
  const bundle = await createBundle(definition);
  if (output === "json") {
    const { sha256, bytes } = bundle.code;
    context.printJson({ sha256, bytes: bytes.byteLength, ...bundle.explanation, warnings: bundle.warnings });
    return;
  }
  context.print(describeBundle(definition.name, bundle).join("\n"));
}

function describeBundle(flowName: string, { code, values, explanation, warnings }: Bundle): readonly string[] {
  const { file, kept, droppedLines, captured, snapshots, sizes, external } = explanation;
  return [
    `Flow '${flowName}' in ${file}`,
    `Code: ${code.bytes.byteLength} bytes compressed, ${code.sha256}`,
    ...(values === null ? [] : [`Values: ${values.bytes.byteLength} bytes compressed`]),
    listLine("Kept", kept),
    listLine("Stays behind, lines", droppedLines.map(String)),
    ...captured.map(({ name, as }) => `Captured ${as === "value" ? "as its value" : "as code"}: ${name}`),
    ...snapshots.map(({ name, because }) => `Sent as its value: ${name}, because ${because}`),
    listLine("Imported where it runs", external),
    ...sizes.map(
      ({ package: name, bytes }) =>
        `${String(bytes).padStart(9)} bytes  ${name === "." ? "the project's own code" : name}`,
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].filter((line) => line !== "");
}

function listLine(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${title}: ${items.join(", ")}`;
}
