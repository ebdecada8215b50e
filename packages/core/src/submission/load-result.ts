import { createHash } from "node:crypto";
import type { Outcome, OutcomeValue } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { CancelledRunError, CrashedRunError, FailedRunError } from "../errors/unsuccessful-run-error.ts";
import { FlowRunTimeoutError } from "../errors/flow-run-timeout-error.ts";
import { MissingResultError } from "../errors/missing-result-error.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { toInfrastructureError } from "../errors/to-infrastructure-error.ts";
import { decodeStoredValue } from "../serialization/stored-value.ts";

/** Where the value of an outcome is read from. */
export interface ResultSource {
  readonly outcome: Outcome;
  /** Result storage where the outcome's metadata names a block, else bundle storage. */
  readonly storage: Storage;
}

/** What the flow returned; throws what it threw, or what ended it. */
export async function loadResult({ outcome, storage }: ResultSource): Promise<unknown> {
  const { flowRunId, state, value } = outcome;
  if (value !== null) {
    const decoded = await loadValue(storage, value, flowRunId);
    if (value.kind === "error") throw toThrown(outcome, decoded);
    if (state.type === "COMPLETED") return decoded;
  }
  if (state.type === "COMPLETED") throw new MissingResultError({ flowRunId, problem: "it was not kept" });
  if (outcome.infrastructure !== undefined) throw toInfrastructureError(outcome.infrastructure, flowRunId);
  const failure = { flowRunId, message: state.message };
  switch (state.type) {
    case "FAILED":
      throw toTimeoutError(state) ?? new FailedRunError(failure);
    case "CRASHED":
      throw new CrashedRunError(failure);
    case "CANCELLED":
      throw new CancelledRunError(failure);
  }
}

/** What nobody caught ended the flow's process: it is the cause of that end. */
function toThrown({ infrastructure, flowRunId }: Outcome, thrown: unknown): unknown {
  if (infrastructure === undefined) return thrown;
  const error = toInfrastructureError(infrastructure, flowRunId);
  Object.defineProperty(error, "cause", { value: thrown, writable: true, configurable: true });
  return error;
}

/** A flow that never let its process turn was ended by its runner, whose state tells the limit. */
function toTimeoutError({ name, message }: Outcome["state"]): FlowRunTimeoutError | null {
  const limit = name === "TimedOut" ? /timeout of ([\d.]+) second/u.exec(message ?? "") : null;
  return limit === null ? null : new FlowRunTimeoutError({ timeoutSeconds: Number(limit[1]) });
}

async function loadValue(storage: Storage, value: OutcomeValue, flowRunId: string): Promise<unknown> {
  const bytes = await readVerified(storage, value, flowRunId);
  return decodeStoredValue(bytes, value.metadata);
}

async function readVerified(storage: Storage, value: OutcomeValue, flowRunId: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(value.bytes);
  const hash = createHash("sha256");
  let length = 0;
  try {
    for await (const chunk of storage.read(value.key)) {
      hash.update(chunk);
      if (length + chunk.byteLength <= bytes.byteLength) bytes.set(chunk, length);
      length += chunk.byteLength;
    }
  } catch (cause) {
    if (!StorageObjectNotFoundError.isInstance(cause)) throw cause;
    throw new MissingResultError({ flowRunId, problem: `${value.key} is not in ${storage.describe()}`, cause });
  }
  if (length !== value.bytes || hash.digest("hex") !== value.sha256) {
    throw new MissingResultError({
      flowRunId,
      problem: `${value.key} in ${storage.describe()} was changed after the run`,
    });
  }
  return bytes;
}
