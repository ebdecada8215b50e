import { readFile, stat } from "node:fs/promises";
import type { InfrastructureEvent, InfrastructureExit, InfrastructureReference } from "../../contracts/launcher.ts";
import { ProcessOnOtherHostError } from "../../errors/process-on-other-host-error.ts";
import { watchDirectory } from "./directory-changes.ts";
import { followLines } from "./output-lines.ts";
import type { OutputLines } from "./output-lines.ts";
import type { ProcessDirectory } from "./process-directory.ts";
import { killedExit, lostExit, toProcessExit } from "./process-exit.ts";
import { processPresence } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { joinRounds } from "./process-rounds.ts";
import { fromProcessReference } from "./process-reference.ts";

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchProcess(
  reference: InfrastructureReference,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void> {
  const { directory, identity } = fromProcessReference(reference);
  signal?.throwIfAborted();
  if ((await processPresence(identity)) === "unreachable") throw new ProcessOnOtherHostError(identity);
  const started = await modifiedAt(directory.identity);
  if (started === null) {
    yield lostExit(`The files of process ${identity.processId} in ${directory.path} were removed.`);
    return;
  }
  yield { kind: "running", timestamp: started };
  const changes = watchDirectory(directory.path);
  const rounds = joinRounds(directory, identity, changes.wake);
  const streams = { stdout: followLines(directory.stdout), stderr: followLines(directory.stderr) };
  try {
    for (;;) {
      // The exit is looked for before the output is read: what was printed before it is then never missed.
      const exit = await readExit(directory, identity);
      yield* readOutput(streams, signal);
      if (exit !== null) {
        yield* lastOutput(streams);
        yield exit;
        return;
      }
      await changes.wait(signal);
      signal?.throwIfAborted();
    }
  } finally {
    rounds[Symbol.dispose]();
    changes[Symbol.dispose]();
    await streams.stdout[Symbol.asyncDispose]();
    await streams.stderr[Symbol.asyncDispose]();
  }
}

type Streams = Readonly<Record<"stdout" | "stderr", OutputLines>>;
const streamNames = ["stdout", "stderr"] as const;

/** Takes turns, so that a flood on one stream does not hold the other back. */
async function* readOutput(streams: Streams, signal?: AbortSignal): AsyncGenerator<InfrastructureEvent, void> {
  const open = new Set(streamNames);
  while (open.size > 0) {
    for (const stream of open) {
      signal?.throwIfAborted();
      const lines = await streams[stream].next();
      if (lines === null) open.delete(stream);
      for (const line of lines ?? []) yield { kind: "output", timestamp: new Date(), stream, line };
    }
  }
}

function* lastOutput(streams: Streams): Generator<InfrastructureEvent, void> {
  for (const stream of streamNames) {
    for (const line of streams[stream].rest()) yield { kind: "output", timestamp: new Date(), stream, line };
  }
}

async function readExit(directory: ProcessDirectory, identity: ProcessIdentity): Promise<InfrastructureExit | null> {
  const left = await readLeftExit(directory);
  if (left !== null) return left;
  const presence = await processPresence(identity);
  if (presence === "running" || presence === "unreachable") return null;
  // It may have ended, and left its exit code, since the first look.
  const late = await readLeftExit(directory);
  if (late !== null) return late;
  const killed = await modifiedAt(directory.killed);
  if (killed !== null) return killedExit(killed);
  const what = `Process ${identity.processId} is gone without an exit code`;
  return lostExit(
    presence === "restarted" ? `${what}: the machine was restarted.` : `${what}: something ended it by force.`,
  );
}

async function readLeftExit({ exit }: ProcessDirectory): Promise<InfrastructureExit | null> {
  const text = await readFile(exit, "utf8").catch(() => null);
  return text === null ? null : toProcessExit(Number(text), (await modifiedAt(exit)) ?? new Date());
}

async function modifiedAt(path: string): Promise<Date | null> {
  return stat(path).then(
    ({ mtime }) => mtime,
    () => null,
  );
}
