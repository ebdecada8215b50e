import type { Plan } from "../../contracts/plan.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { loadFlow } from "./load-flow.ts";

/** `prefect flow plan FILE#FLOW [ARGUMENTS...]` */
export async function planCall(
  context: CliContext,
  reference: string,
  words: readonly string[],
  { output }: OutputOptions,
): Promise<void> {
  const flow = await loadFlow(reference, context.environment.cwd);
  const plan = await flow.plan(...words.map(toArgument));
  if (output === "json") {
    context.printJson(plan);
    return;
  }
  context.print(describePlan(plan).join("\n"));
}

function toArgument(word: string): unknown {
  try {
    return JSON.parse(word) as unknown;
  } catch {
    return word;
  }
}

function describePlan(plan: Plan): readonly string[] {
  const { workPool, bundle, command, storage } = plan;
  const image = plan.jobConfiguration["image"];
  return [
    `Flow '${plan.flowName}' on work pool '${workPool.name}' (${workPool.type}${workPool.exists ? "" : ", made by the first call"})`,
    ...(typeof image === "string" ? [`Image: ${image}`] : []),
    `Command: ${command.join(" ")}`,
    `Storage: ${storage}`,
    `Bundle: ${bundle.bytes} bytes, ${bundle.sha256}`,
    ...bundle.includedFiles.map((file) => `Included file: ${file}`),
    ...bundle.warnings.map((warning) => `Warning: ${warning}`),
    "",
    JSON.stringify(plan.resource ?? plan.jobConfiguration, null, 2),
  ];
}
