import { parseArgs } from "node:util";
import { runStorage } from "./google-cloud-storage/storage-command.ts";
import { runKubernetes } from "./kubernetes/kubernetes-command.ts";

/** Every emulator that can be started by hand, by its name. */
const emulators: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  "google-cloud-storage": runStorage,
  kubernetes: runKubernetes,
};

const { positionals } = parseArgs({ strict: false, allowPositionals: true });
const run = emulators[positionals[0] ?? ""];
if (run === undefined) {
  process.stderr.write(`Usage: node packages/emulators/src/main.ts ${Object.keys(emulators).join("|")} [options]\n`);
  process.exitCode = 2;
} else {
  await run(process.argv.slice(3));
}
