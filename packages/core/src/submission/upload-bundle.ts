import pRetry from "p-retry";
import type { BundlePart } from "../bundle/bundle-part.ts";
import { inputKey } from "../bundle/run-layout.ts";
import { writeManifest } from "../bundle/manifest-store.ts";
import type { BundleManifest, BundleObject } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { StorageOperationError, type StorageProblem } from "../errors/storage-operation-error.ts";
import type { ResultStorage } from "../storage/result-storage.ts";
import type { EncodedInput, PreparedJob } from "./prepare-run.ts";
import { sha256OfChunks } from "./sha256-of-chunks.ts";
import { travellingOptions } from "./travelling-options.ts";
import { uploadPart } from "./upload-part.ts";

const UPLOAD_RETRIES = 4;

const refusals: ReadonlySet<StorageProblem> = new Set(["missing", "credentials", "denied", "misconfigured"]);

export type Upload = Pick<PreparedJob, "binding" | "resultStorage" | "engine" | "bundle" | "layer" | "nested"> & {
  readonly input: EncodedInput;
  readonly storage: Storage;
  readonly run: FlowRunRecord;
  readonly attempt: number;
};

/** Puts into storage what it does not hold yet, and last of all the manifest, which makes the attempt exist. */
export async function uploadBundle(upload: Upload): Promise<BundleManifest> {
  const { storage, bundle, layer, nested, engine, input, run, attempt } = upload;
  const parts = [engine, bundle.code, bundle.sourceMap, bundle.values, bundle.files, layer?.part ?? null].filter(
    (part) => part !== null,
  );
  for (const { part } of nested?.submitters ?? []) parts.push(part);
  const inputObject: BundleObject = {
    key: inputKey(run.id, attempt),
    sha256: sha256OfChunks(input.chunks),
    bytes: input.byteLength,
  };
  await Promise.all([
    ...parts.map((part) => retrying(() => uploadPart(storage, part))),
    retrying(() => storage.write(inputObject.key, streamOf(input.chunks))),
  ]);
  const manifest = toManifest(upload, inputObject);
  await retrying(() => writeManifest(storage, manifest));
  return manifest;
}

function toManifest(upload: Upload, input: BundleObject): BundleManifest {
  const { bundle, layer, nested, engine, binding, run, attempt, resultStorage } = upload;
  const timeoutSeconds = binding.run.timeoutSeconds ?? binding.flow.options.timeoutSeconds;
  return {
    formatVersion: 1,
    flowRunId: run.id,
    attempt,
    flowName: binding.flow.name,
    engine: toBundleObject(engine),
    code: {
      ...toBundleObject(bundle.code),
      sourceMap: bundle.sourceMap && toBundleObject(bundle.sourceMap),
      values: bundle.values && toBundleObject(bundle.values),
    },
    files: bundle.files && toBundleObject(bundle.files),
    layer: layer && { ...toBundleObject(layer.part), platform: layer.platform },
    nested: nested && {
      ...nested,
      submitters: nested.submitters.map(({ plugin, part }) => ({ plugin, ...toBundleObject(part) })),
    },
    input,
    exportName: bundle.exportName,
    minimumNodeMajor: bundle.minimumNodeMajor,
    run: {
      name: run.name,
      tags: run.tags,
      parameterNames: binding.flow.parameterNames,
      options: travellingOptions(binding.flow),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      resultStorage: resultStorage && toManifestResultStorage(resultStorage),
    },
  };
}

/** Of its credentials, only the name of the block: who holds that name looks them up. */
function toManifestResultStorage(resultStorage: ResultStorage): NonNullable<BundleManifest["run"]["resultStorage"]> {
  const { module, arguments: storageArguments, blockDocumentId, credentials } = resultStorage;
  return { module, arguments: storageArguments, blockDocumentId, credentials: credentials?.block ?? null };
}

function toBundleObject({ key, sha256, bytes }: BundlePart): BundleObject {
  return { key, sha256, bytes: bytes.byteLength };
}

function retrying<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: UPLOAD_RETRIES,
    minTimeout: 100,
    randomize: true,
    shouldRetry: ({ error }) => !isRefusal(error),
  });
}

/** What a storage refuses now it refuses again. */
function isRefusal(error: unknown): boolean {
  return StorageOperationError.isInstance(error) && refusals.has(error.problem);
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
}
