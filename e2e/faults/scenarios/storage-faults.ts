import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { mustRun } from "../../harness/run-command.ts";
import type { FaultHome } from "../fault-home.ts";
import { until } from "../patience.ts";
import type { FileFaults } from "../preload/file-faults.ts";
import { both, onEach, type Scenario } from "../scenario.ts";
import type { Submission, SubmissionReport } from "../submission.ts";

const preload = path.resolve(import.meta.dirname, "../preload");
// The runner tries again for about a minute.
const patientSeconds = 150;

/** What happens to the files that a run is made of and leaves. */
export const storageFaults: readonly Scenario[] = [
  ...onEach(both, {
    fault: "the runner's storage fails on reads, for a while",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => withRunnerFaults(home, { operation: "read", path: "/code/" }, { isPassing: true }),
  }),
  ...onEach(both, {
    fault: "the runner's storage fails on writes, for a while",
    state: "Completed",
    error: null,
    boundSeconds: 60,
    play: (home) => withRunnerFaults(home, { operation: "write", path: "/storage/" }, { isPassing: true }),
  }),
  ...onEach(both, {
    fault: "the runner's storage fails on reads, for good",
    state: "Crashed",
    error: "StartFailedError",
    boundSeconds: patientSeconds,
    says: /EIO/,
    play: (home) => withRunnerFaults(home, { operation: "read", path: "/code/" }, { isPassing: false }),
  }),
  ...onEach(both, {
    fault: "the runner's storage fails on writes, for good",
    state: "Crashed",
    error: "InfrastructureExitedError",
    boundSeconds: patientSeconds,
    play: (home) => withRunnerFaults(home, { operation: "write", path: "/storage/" }, { isPassing: false }),
  }),
  ...onEach(both, {
    fault: "the submitter's storage fails on writes, for good",
    state: "Crashed",
    error: "StorageOperationError",
    boundSeconds: 60,
    play: (home) => withSubmitterFaults(home, { operation: "write", path: "/storage/runs/" }),
  }),
  ...onEach(both, {
    fault: "the submitter's storage fails on reads of the result, for good",
    state: "Completed",
    error: "StorageOperationError",
    boundSeconds: 60,
    play: (home) => withSubmitterFaults(home, { operation: "read", path: "/result$" }),
  }),
  ...onEach(both, {
    fault: "the disk of the results is full",
    state: "Crashed",
    error: ["InfrastructureExitedError", "StorageOperationError"],
    boundSeconds: patientSeconds,
    async play(home) {
      const storage = path.join(home.home, "storage");
      await mkdir(storage, { recursive: true });
      await mustRun(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", storage], { cwd: home.directory });
      return home.reported(home.submit({ victim: "returnsBytes", args: [16_000_000] }), patientSeconds);
    },
    async tidy(home) {
      await mustRun(["umount", "--lazy", path.join(home.home, "storage")], { cwd: home.directory });
    },
  }),
  ...(["process", "docker"] as const).map((platform) => ({
    fault: "the stored bundle is truncated",
    platform,
    state: "Crashed",
    // What is copied into a container is looked at before.
    error: platform === "docker" ? "BundleCorruptedError" : "StartFailedError",
    boundSeconds: 30,
    play: (home: FaultHome) => withSpoiltCode(home, (bytes) => bytes.subarray(0, bytes.length / 2)),
  })),
  ...onEach(both, {
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

type WhichFiles = Pick<FileFaults, "operation" | "path">;

async function withRunnerFaults(
  home: FaultHome,
  which: WhichFiles,
  { isPassing }: { readonly isPassing: boolean },
): Promise<SubmissionReport> {
  const state = path.join(home.directory, "state");
  await mkdir(state);
  await chmod(state, 0o777);
  if (isPassing) await writeFile(path.join(state, "failing"), "");
  const inside = home.platform === "docker" ? { preload: "/faults", state: "/state" } : { preload, state };
  const faults: FileFaults = {
    ...which,
    script: "runner.mjs",
    code: "EIO",
    hitsFile: path.join(inside.state, "hits"),
    ...(isPassing ? { whileFile: path.join(inside.state, "failing") } : {}),
  };
  const options = {
    env: { NODE_OPTIONS: `--import ${inside.preload}/file-faults.ts`, FILE_FAULTS: JSON.stringify(faults) },
    ...(home.platform === "docker" ? { volumes: [`${preload}:/faults:ro`, `${state}:/state`] } : {}),
  };
  const submitter = home.submit({ victim: "waits", args: [1], options });
  await hit(path.join(state, "hits"));
  if (isPassing) await rm(path.join(state, "failing"));
  return home.reported(submitter, patientSeconds);
}

async function withSubmitterFaults(home: FaultHome, which: WhichFiles): Promise<SubmissionReport> {
  const hitsFile = path.join(home.directory, "hits");
  const faults: FileFaults = { ...which, script: "submit.ts", code: "EIO", hitsFile };
  const env = { NODE_OPTIONS: `--import ${preload}/file-faults.ts`, FILE_FAULTS: JSON.stringify(faults) };
  const submitter = home.submit({ victim: "waits", args: [1] }, env);
  const report = await home.reported(submitter, patientSeconds);
  await hit(hitsFile);
  return report;
}

async function hit(hitsFile: string): Promise<void> {
  await until(
    60,
    "an open of a file that fails",
    async () => (await readFile(hitsFile, "utf8").catch(() => "")) !== "",
  );
}

/** A second run of the same code, after what the first one stored was spoilt. */
async function withSpoiltCode(home: FaultHome, spoil: (bytes: Buffer) => Uint8Array): Promise<SubmissionReport> {
  const submission: Omit<Submission, "on"> = { victim: "waits", args: [0] };
  await home.reported(home.submit(submission), 60);
  const directory = path.join(home.home, "storage/code");
  const modules = (await readdir(directory)).filter((name) => name.endsWith(".mjs.gz"));
  if (modules.length !== 1) throw new Error(`There is not one module of code: ${modules.join()}`);
  const file = path.join(directory, modules[0] ?? "");
  await writeFile(file, spoil(await readFile(file)));
  return home.reported(home.submit(submission), 30);
}
