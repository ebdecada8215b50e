import { dirname } from "node:path";
import type { CodeExplanation } from "../contracts/code-explanation.ts";
import type { FlowDefinition } from "../contracts/flow.ts";
import { buildModule, type BuiltModule } from "./build/build-module.ts";
import { type BundlePart, toBundlePart } from "./bundle-part.ts";
import { type CapturePlan, planCapture } from "./capture/capture-plan.ts";
import { explainCode } from "./explain-code.ts";
import { CircularImportError } from "../errors/circular-import-error.ts";
import { analyzeFlow, type FlowAnalysis, withExports } from "./extraction/analyze-flow.ts";
import { toEntryCode } from "./extraction/entry-code.ts";
import { extractFlow, type ExtractedFlow } from "./extraction/extract-flow.ts";
import type { ExternalPackage } from "./layer/external-package.ts";
import type { FunctionSignature } from "./extraction/function-signature.ts";
import { type InputSnapshot, isUnchanged, takeSnapshot } from "./input-snapshot.ts";
import { codeKey, sourceMapKey, valuesKey } from "./run-layout.ts";
import { findEnvironmentSecrets, findSecretTexts, secretVariables } from "./secret-texts.ts";
import { findFlowCall } from "./site/find-flow-call.ts";
import { originalFile } from "./site/original-file.ts";

/** A flow's code, its source map, and the values that go with it. */
export interface CodeParts {
  readonly code: BundlePart;
  readonly sourceMap: BundlePart;
  readonly values: BundlePart | null;
  /** The directory of the flow's original source. */
  readonly directory: string;
  /** Of the flow's function in its source; `null` where the source does not show it. */
  readonly signature: FunctionSignature | null;
  /** What goes along beside the code. */
  readonly packages: readonly ExternalPackage[];
  readonly plugins: BuiltModule["plugins"];
  readonly warnings: readonly string[];
  readonly explanation: CodeExplanation;
}

interface CachedAnalysis {
  analysis: FlowAnalysis;
  readonly directory: string;
  readonly input: InputSnapshot;
}

interface CachedCode {
  readonly parts: Pick<CodeParts, "code" | "sourceMap"> &
    Pick<BuiltModule, "warnings" | "sizes" | "external" | "packages" | "plugins">;
  readonly inputs: InputSnapshot;
}

/** Kept by site, so that a flow and its copies are read once. */
const analyses = new Map<string, CachedAnalysis>();

/** Kept by site and extracted text, so that what is the same is built once; a build under way is shared. */
const builds = new Map<string, Promise<CachedCode>>();

/** The last values of each site, which are often the same. */
const lastValues = new Map<string, { readonly content: Uint8Array; readonly part: BundlePart }>();

/**
 * Builds the flow's code, or gives what was built before where none of its files has changed since.
 *
 * @param external names of packages that are not to be bundled
 */
export async function loadCodeParts(definition: FlowDefinition, external: readonly string[]): Promise<CodeParts> {
  const cached = loadAnalysis(definition);
  for (;;) {
    const imported = cached.analysis.exports.map(({ exported }) => exported);
    try {
      return await loadPartsOf(definition, cached, external);
    } catch (error) {
      const names = CircularImportError.isInstance(error) ? [...new Set([...imported, ...error.names])] : [];
      const analysis = names.length === imported.length ? null : withExports(cached.analysis, names);
      if (analysis === null) throw error;
      // Later calls begin with what has been found.
      cached.analysis = analysis;
    }
  }
}

async function loadPartsOf(
  definition: FlowDefinition,
  { analysis, directory }: CachedAnalysis,
  external: readonly string[],
): Promise<CodeParts> {
  const plan = await planCapture(definition, analysis);
  const extracted = extractFlow(analysis, plan);
  const { code, sourceMap, warnings, ...built } = await loadBuild(definition, extracted, external);
  const secrets = suspectSecrets(extracted, plan);
  return {
    code,
    sourceMap,
    values: toValuesPart(definition, plan),
    directory,
    signature: extracted.signature,
    packages: built.packages,
    plugins: built.plugins,
    warnings: [...new Set([...extracted.warnings, ...missedSetUp(extracted, built), ...warnings, ...secrets])],
    explanation: explainCode(analysis, plan, built, secrets),
  };
}

/** A package may be set up by the script, and used by other modules than the flow's own. */
function missedSetUp({ packageWarnings }: ExtractedFlow, { sizes }: Pick<BuiltModule, "sizes">): string[] {
  const travelling = new Set(sizes.map((size) => size.package));
  return packageWarnings.filter((left) => travelling.has(left.package)).map(({ warning }) => warning);
}

/** In the project's own code and in what it captured; packages have strings of all kinds. */
function suspectSecrets({ entry, captured }: ExtractedFlow, { values }: CapturePlan): string[] {
  const variables = secretVariables(process.env);
  const inValues = [...values].flatMap(([name, value]) => findEnvironmentSecrets(value, name, variables));
  const inCode = [entry, ...captured].flatMap(({ file, text }) =>
    findSecretTexts(text.toString(), variables).map((secret) => `${file}: ${secret}`),
  );
  return [...inCode, ...inValues];
}

function loadAnalysis(definition: FlowDefinition): CachedAnalysis {
  const key = definition.site.stack;
  const cached = analyses.get(key);
  if (cached !== undefined && isUnchanged(cached.input)) return cached;
  const flowCall = findFlowCall(definition);
  const found: CachedAnalysis = {
    analysis: analyzeFlow(flowCall),
    directory: dirname(originalFile(flowCall)),
    input: takeSnapshot([flowCall.module.file]),
  };
  analyses.set(key, found);
  return found;
}

async function loadBuild(
  definition: FlowDefinition,
  extracted: ExtractedFlow,
  external: readonly string[],
): Promise<CachedCode["parts"]> {
  const texts = [extracted.entry, ...extracted.captured].map(({ text }) => text.toString());
  const key = [definition.site.stack, ...external, ...texts].join("\0");
  const cached = await builds.get(key)?.catch(() => null);
  if (cached && isUnchanged(cached.inputs)) return cached.parts;
  const building = build(definition, extracted, external);
  builds.set(key, building);
  return (await building).parts;
}

async function build(
  definition: FlowDefinition,
  { entry, captured }: ExtractedFlow,
  external: readonly string[],
): Promise<CachedCode> {
  const [entryCode, ...capturedCode] = await Promise.all(
    [entry, ...captured].map(async (module) => ({ file: module.file, code: await toEntryCode(module) })),
  );
  if (entryCode === undefined) throw new Error("A flow has an entry.");
  const build = { flowName: definition.name, entry: entryCode, captured: capturedCode, external };
  const { code, sourceMap, inputFiles, ...built } = await buildModule(build);
  return {
    parts: { code: toBundlePart(codeKey, code), sourceMap: toBundlePart(sourceMapKey, sourceMap), ...built },
    inputs: takeSnapshot(inputFiles),
  };
}

function toValuesPart({ site }: FlowDefinition, { encodedValues }: CapturePlan): BundlePart | null {
  if (encodedValues === null) return null;
  const last = lastValues.get(site.stack);
  if (last !== undefined && Buffer.compare(last.content, encodedValues) === 0) return last.part;
  const part = toBundlePart(valuesKey, encodedValues);
  lastValues.set(site.stack, { content: encodedValues, part });
  return part;
}
