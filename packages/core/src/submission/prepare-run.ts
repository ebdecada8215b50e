import type { BundlePart } from "../bundle/bundle-part.ts";
import type { Bundle } from "../bundle/bundle.ts";
import type { Layer } from "../bundle/layer/load-layer.ts";
import { findEnvironmentSecrets, secretVariables } from "../bundle/secret-texts.ts";
import { loadEngineArtifact } from "../bundle/engine-artifact.ts";
import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";
import type { Storage } from "../contracts/storage.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import { bindArguments } from "../engine/bind-arguments.ts";
import { validateParameters } from "../engine/parse-parameters.ts";
import { InfrastructureOptionError } from "../errors/infrastructure-option-error.ts";
import { toInfrastructureRetries } from "../infrastructure/infrastructure-retries.ts";
import { encodeValue, type EncodedValue } from "../serialization/encode-value.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { ResultStorage } from "../storage/result-storage.ts";
import { toAttemptLimits } from "./attempt-limits.ts";
import type { Binding } from "./binding.ts";
import type { LaunchableJob } from "./launchable-job.ts";
import { renderJob, toJobVariables, type Job } from "./render-job.ts";
import { resolveBundleStorage, type BundleStorage } from "./resolve-bundle-storage.ts";
import { resolveResultStorage } from "./resolve-result-storage.ts";
import { bundleCredentials, toApiSecret, toCredentialsSecret } from "./runner-credentials.ts";
import { travellingOptions } from "./travelling-options.ts";
import type { NestedParts } from "./nested/nested-parts.ts";
import { createPack } from "./pack-flow.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import { resolveWorkPool } from "./resolve-work-pool.ts";

/** What every run of a bound flow needs, found, checked and built. */
export interface PreparedJob extends LaunchableJob {
  readonly binding: Binding;
  readonly flow: FlowDefinition;
  readonly resultStorage: ResultStorage | null;
  readonly engine: BundlePart;
  readonly bundle: Bundle;
  /** The packages that go along; `null` where there are none. */
  readonly layer: Layer | null;
  /** What submits the bound flows that the code reaches; `null` where it reaches none. */
  readonly nested: NestedParts | null;
  /** Whether the control plane has the run that makes this call, where one does. */
  readonly isParentKnown: boolean;
  /** The job as far as it can be rendered before its run exists. */
  readonly job: Job;
}

/** A call that is ready to become a run. */
export interface PreparedRun extends PreparedJob {
  readonly parameters: NamedParameters;
  readonly input: EncodedInput;
  /** Parameters that are secret-looking environment variables, one line each. */
  readonly suspectedSecrets: readonly string[];
}

/** Parameters as the runner gets them; the bytes themselves say how they are encoded. */
export type EncodedInput = Pick<EncodedValue, "chunks" | "byteLength">;

/** Checks a call and builds what it needs, so that bad input is reported before anything is created. */
export async function prepareRun(
  binding: Binding,
  args: readonly unknown[],
  options: PreparationOptions = {},
): Promise<PreparedRun> {
  const job = await prepareJob(binding, options);
  const { flow } = job.binding;
  const parameters = bindArguments(flow, args);
  await validateParameters(flow, parameters);
  const input = encodeValue(parameters, { rootName: "parameters" });
  const suspectedSecrets = findEnvironmentSecrets(parameters, "parameters", secretVariables(process.env));
  return { ...job, parameters, input, suspectedSecrets };
}

/** What may behave differently where the run is, one line each. */
export function preparationWarnings({ bundle, layer, suspectedSecrets }: PreparedRun): readonly string[] {
  return [...bundle.warnings, ...(layer?.warnings ?? []), ...suspectedSecrets];
}

export interface PreparationOptions {
  /** That of the earlier attempts. Default: the pool's. */
  readonly storage?: Storage;
  /** Whether the run may wait in a pool that is paused. Default: false. */
  readonly mayBePaused?: boolean;
}

/** Finds pool and storage, the run's own where it has one, renders the job and builds the bundle; creates nothing. */
export async function prepareJob(
  binding: Binding,
  { storage, mayBePaused }: PreparationOptions = {},
): Promise<PreparedJob> {
  const { flow, infrastructure, options } = binding;
  travellingOptions(flow);
  const client = await openControlPlane(loadSettings());
  const pool = await resolveWorkPool(client, infrastructure, options.workPool, mayBePaused);
  const bundleStorage = keepStorage(await resolveBundleStorage(client, pool, infrastructure), storage);
  checkConditionalWrites(binding, bundleStorage);
  const request = { client, binding, pool, bundleStorage };
  const jobVariables = toJobVariables(request);
  const [job, ownSecrets, resultStorage, credentials, engine, packing] = await Promise.all([
    renderJob(request, jobVariables, null),
    resolveSecrets(client, options.secrets),
    // Within a run no block can be opened: what a flow that is called there gives lies beside its outcome.
    binding.pack === undefined ? resolveResultStorage(client, flow.options, pool) : null,
    bundleCredentials(client, bundleStorage.reference),
    loadEngineArtifact(),
    binding.pack?.() ?? createPack(binding),
  ]);
  const { bundle, layer, nested, isParentKnown } =
    "finish" in packing ? await packing.finish(client, job.checked) : packing;
  const needed = [credentials, resultStorage?.credentials ?? null];
  const configuration = job.checked;
  const credentialsSecret = toCredentialsSecret({ infrastructure, configuration, workPool: pool.name, needed });
  const secrets = { ...toApiSecret(infrastructure, configuration), ...ownSecrets, ...credentialsSecret };
  const named = { ...binding, flow: namedAsInSource(flow, bundle) };
  const travelling = { flow: named.flow, flowName: named.flow.name, limits: toAttemptLimits(named) };
  return {
    ...request,
    ...travelling,
    binding: named,
    resultStorage,
    engine,
    bundle,
    layer,
    nested,
    isParentKnown,
    jobVariables,
    secrets,
    job,
  };
}

/** Two attempts of one run may both end; which of them did so first, storage has to decide. */
function checkConditionalWrites({ infrastructure, options }: Binding, { storage }: BundleStorage): void {
  if (storage.conditionalWrites || toInfrastructureRetries(options.infrastructureRetries).maximum === 0) return;
  throw new InfrastructureOptionError({
    infrastructureType: infrastructure.type,
    option: "infrastructureRetries",
    reason: `needs storage that can create an object only if it is absent, which ${storage.describe()} cannot`,
    hint: " Leave it out, or give the work pool other storage.",
  });
}

/** A transform may have renamed the function and its parameters in the code that runs here. */
function namedAsInSource(flow: FlowDefinition, { flowName, parameterNames }: Bundle): FlowDefinition {
  return {
    ...flow,
    name: flow.options.name ?? flowName ?? flow.name,
    parameterNames: parameterNames ?? flow.parameterNames,
  };
}

/** A further attempt lies where the earlier ones do, wherever the pool's storage is by now. */
function keepStorage(configured: BundleStorage, storage: Storage | undefined): BundleStorage {
  if (storage === undefined) return configured;
  const reference = configured.deliveryDirectory === null ? storage.reference() : null;
  return { ...configured, storage, reference: reference ?? configured.reference };
}
