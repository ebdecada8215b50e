/**
 * Where everything lies in bundle storage, format version 1: what is shared by runs under its own SHA-256, what belongs
 * to one attempt of a run under `runs/<flow-run-id>/<attempt>/`.
 */

/** The prebuilt engine, gzipped. */
export function engineKey(sha256: string): string {
  return `engine/${sha256}.mjs.gz`;
}

/** One module with a flow and what it reaches, gzipped. */
export function codeKey(sha256: string): string {
  return `code/${sha256}.mjs.gz`;
}

/** A code module's source map, gzipped, under its own hash. */
export function sourceMapKey(sha256: string): string {
  return `code/${sha256}.mjs.map.gz`;
}

/** What a flow captured and module-level variables held when it was submitted, gzipped, under its own hash. */
export function valuesKey(sha256: string): string {
  return `code/${sha256}.values.gz`;
}

/** The included files as one archive. */
export function filesKey(sha256: string): string {
  return `files/${sha256}.tar.gz`;
}

/** Packages that go along, as a `node_modules` for one platform. */
export function layerKey(sha256: string): string {
  return `layers/${sha256}.tar.gz`;
}

/** A module that submits flows from within a run, gzipped. */
export function submitterKey(sha256: string): string {
  return `engine/${sha256}.submitter.mjs.gz`;
}

export function runPrefix(flowRunId: string): string {
  return `runs/${flowRunId}/`;
}

export function attemptPrefix(flowRunId: string, attempt: number): string {
  return `${runPrefix(flowRunId)}${String(attempt)}/`;
}

export function manifestKey(flowRunId: string, attempt: number): string {
  return `${attemptPrefix(flowRunId, attempt)}manifest.json`;
}

/** The parameters of an attempt. */
export function inputKey(flowRunId: string, attempt: number): string {
  return `${attemptPrefix(flowRunId, attempt)}input`;
}

export function outcomeKey(flowRunId: string, attempt: number): string {
  return `${attemptPrefix(flowRunId, attempt)}outcome.json`;
}

/** The attempt whose outcome a key is, or `null` where it is something else. */
export function outcomeAttempt(key: string): number | null {
  const match = /^runs\/[^/]+\/(\d+)\/outcome\.json$/u.exec(key);
  return match === null ? null : Number(match[1]);
}

/** What one container wrote for an attempt; several containers may have run it. */
export function executionPrefix(flowRunId: string, attempt: number, executionId: string): string {
  return `${attemptPrefix(flowRunId, attempt)}${executionId}/`;
}

/** The sign of one container that it executes the attempt. */
export function executionKey(flowRunId: string, attempt: number, executionId: string): string {
  return `${executionPrefix(flowRunId, attempt, executionId)}execution.json`;
}

/** What the flow returned or threw, where the manifest names no result storage. */
export function resultKey(flowRunId: string, attempt: number, executionId: string): string {
  return `${executionPrefix(flowRunId, attempt, executionId)}result`;
}

/** One chunk of a container's log; the numbers from 0 are padded so that keys sort as they were written. */
export function logChunkKey(flowRunId: string, attempt: number, executionId: string, sequence: number): string {
  return `${executionPrefix(flowRunId, attempt, executionId)}logs/${String(sequence).padStart(8, "0")}.jsonl`;
}

/** Whether a key is a chunk of some container's log. */
export function isLogChunkKey(key: string): boolean {
  return /^runs\/[^/]+\/\d+\/[^/]+\/logs\/\d+\.jsonl$/.test(key);
}

/** The attempt of a run whose manifest a key is, or `null` where it is something else. */
export function manifestAttempt(flowRunId: string, key: string): number | null {
  const prefix = runPrefix(flowRunId);
  if (!key.startsWith(prefix)) return null;
  const match = /^([1-9]\d*)\/manifest\.json$/.exec(key.slice(prefix.length));
  return match === null ? null : Number(match[1]);
}
