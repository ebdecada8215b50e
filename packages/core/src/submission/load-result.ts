import { createHash } from "node:crypto";
import type { Outcome, OutcomeValue } from "../contracts/outcome.ts";
import type { Storage } from "../contracts/storage.ts";
import { CancelledRunError, CrashedRunError, FailedRunError } from "../errors/unsuccessful-run-error.ts";
import { FlowRunTimeoutError } from "../errors/flow-run-timeout-error.ts";
import { MissingResultError } from "../errors/missing-result-error.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import { toInfrastructureError } from "../errors/to-infrastructure-error.ts";
import { readStoredValue } from "../serialization/stored-value.ts";

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

/** Decodes nothing before all of its bytes are known to be those that the run wrote. */
async function loadValue(storage: Storage, value: OutcomeValue, flowRunId: string): Promise<unknown> {
  const hash = createHash("sha256");
  let byteLength = 0;
  async function* hashed(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of storage.read(value.key)) {
      hash.update(chunk);
      byteLength += chunk.byteLength;
      yield chunk;
    }
  }
  let decode: () => unknown;
  try {
    decode = await readStoredValue(hashed(), value.bytes, value.metadata);
  } catch (cause) {
    if (!StorageObjectNotFoundError.isInstance(cause)) throw cause;
    throw new MissingResultError({ flowRunId, problem: `${value.key} is not in ${storage.describe()}`, cause });
  }
  if (byteLength !== value.bytes || hash.digest("hex") !== value.sha256) {
    const problem = `${value.key} in ${storage.describe()} was changed after the run`;
    throw new MissingResultError({ flowRunId, problem });
  }
  return decode();
}
