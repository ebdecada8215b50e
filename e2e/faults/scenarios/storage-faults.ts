import { mkdir } from "node:fs/promises";
import path from "node:path";
import { mustRun } from "../../harness/run-command.ts";
import type { FaultHome } from "../fault-home.ts";
import type { StoragePoint } from "../faultable-storage.ts";
import { until } from "../patience.ts";
import { allBut, everywhere, onEach, type Scenario, withFiles } from "../scenario.ts";
import type { Submission, SubmissionReport } from "../submission.ts";

// The runner tries again for about a minute.
const patientSeconds = 150;

/** What happens to the objects that a run is made of and leaves. */
export const storageFaults: readonly Scenario[] = [
  ...onEach(everywhere, {
    fault: "the runner's storage fails on reads, for a while",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => withFailingStorage(home, "runner-reads", { isPassing: true }),
  }),
  ...onEach(everywhere, {
    fault: "the runner's storage fails on writes, for a while",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => withFailingStorage(home, "runner-writes", { isPassing: true }),
  }),
  ...onEach(everywhere, {
    fault: "the runner's storage fails on reads, for good",
    state: "Crashed",
    error: "StartFailedError",
    boundSeconds: patientSeconds,
    says: /EIO|SlowDown|Backend Error|ServerBusy|reduce your request rate|server is busy/i,
    play: (home) => withFailingStorage(home, "runner-reads", { isPassing: false }),
  }),
  ...onEach(everywhere, {
    fault: "the runner's storage fails on writes, for good",
    state: "Crashed",
    error: "InfrastructureExitedError",
    boundSeconds: patientSeconds,
    play: (home) => withFailingStorage(home, "runner-writes", { isPassing: false }),
  }),
  ...onEach(everywhere, {
    fault: "the submitter's storage fails on writes, for good",
    state: "Crashed",
    error: "StorageOperationError",
    boundSeconds: 60,
    play: (home) => withFailingStorage(home, "submitter-writes", { isPassing: false }),
  }),
  ...onEach(everywhere, {
    fault: "the submitter's storage fails on reads of the result, for good",
    state: "Completed",
    error: "StorageOperationError",
    boundSeconds: 60,
    play: (home) => withFailingStorage(home, "submitter-reads", { isPassing: false }),
  }),
  ...onEach(withFiles, {
    fault: "the disk of the results is full",
    state: "Crashed",
    error: ["InfrastructureExitedError", "StorageOperationError"],
    boundSeconds: patientSeconds,
    async play(home) {
      const storage = path.join(home.home, "storage");
      await mkdir(storage, { recursive: true });
      await mustRun(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", storage], { cwd: home.directory });
      return home.reported(home.submit({ victim: "returnsBytes", args: [16_000_000] }));
    },
    async tidy(home) {
      await mustRun(["umount", "--lazy", path.join(home.home, "storage")], { cwd: home.directory });
    },
  }),
  ...onEach(["docker"], {
    fault: "the stored bundle is truncated",
    state: "Crashed",
    // What is copied into a container is looked at before.
    error: "BundleCorruptedError",
    boundSeconds: 30,
    play: withTruncatedCode,
  }),
  ...onEach(allBut("docker"), {
    fault: "the stored bundle is truncated",
    state: "Crashed",
    error: "StartFailedError",
    boundSeconds: 30,
    play: withTruncatedCode,
  }),
  ...onEach(everywhere, {
    fault: "the stored bundle is tampered with",
    state: "Crashed",
    error: "StartFailedError",
    boundSeconds: 30,
    play: (home) =>
      withSpoiltCode(home, (bytes) => {
        const copy = Buffer.from(bytes);
        copy.writeUInt8(copy.readUInt8(copy.length - 12) ^ 1, copy.length - 12);
        return copy;
      }),
  }),
];

async function withFailingStorage(
  home: FaultHome,
  point: StoragePoint,
  { isPassing }: { readonly isPassing: boolean },
): Promise<SubmissionReport> {
  const fault = await home.platform.storage.fail(point);
  const submitter = home.submit({ victim: "waits", args: [1], options: fault.options }, fault.env);
  await until(patientSeconds, "a request to storage that fails", fault.hasHit);
  if (isPassing) await fault.pass();
  return home.reported(submitter);
}

function withTruncatedCode(home: FaultHome): Promise<SubmissionReport> {
  return withSpoiltCode(home, (bytes) => bytes.subarray(0, bytes.length / 2));
}

/** A second run of the same code, after what the first one stored was spoilt. */
async function withSpoiltCode(home: FaultHome, spoil: (bytes: Buffer) => Uint8Array): Promise<SubmissionReport> {
  const submission: Omit<Submission, "on"> = { victim: "waits", args: [0] };
  await home.submit(submission).ended;
  const { storage } = home.platform.storage;
  const modules = (await Array.fromAsync(storage.list("code/"))).filter(({ key }) => key.endsWith(".mjs.gz"));
  const [module, ...others] = modules.map(({ key }) => key);
  if (module === undefined || others.length > 0) throw new Error(`There is not one module of code: ${others.join()}`);
  const bytes = Buffer.concat(await Array.fromAsync(storage.read(module)));
  await storage.write(module, spoil(bytes));
  return home.reported(home.submit(submission));
}
