import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { InfrastructureEvent, Launcher } from "prefect-core/provider";
import type { KubernetesConfiguration } from "../../packages/kubernetes/src/kubernetes-configuration.ts";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesSubject } from "../harness/kubernetes-subject.ts";

const cluster = await openTestCluster();
process.env["KUBECONFIG"] = cluster.kubeconfig;
const subject = createKubernetesSubject(cluster);
let launcher: Launcher<KubernetesConfiguration>;

beforeAll(async () => {
  launcher = await subject.createLauncher();
});

afterAll(() => cluster.close());

/** Launches a script and follows it to its end; `onLine` is told of each line. */
async function follow(
  script: string,
  { secrets, onLine }: { readonly secrets?: Readonly<Record<string, string>>; onLine?(line: string): void } = {},
) {
  const flowRunId = randomUUID();
  const expiresAt = new Date("2030-01-01T00:00:00Z");
  const labels = { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": "2" };
  const request = subject.toRequest(
    {
      flowRunId,
      attempt: 2,
      name: "ending",
      command: ["node", "--eval", script],
      env: {},
      labels,
      expiresAt,
      ...(secrets === undefined ? {} : { secrets }),
    },
    {},
  );
  const reference = await launcher.launch(request);
  const lines: string[] = [];
  const events: InfrastructureEvent[] = [];
  const known = { reference, flowRunId, attempt: 2, expiresAt };
  const isRunning: boolean[] = [];
  const watching = (async () => {
    for await (const event of launcher.watch(reference)) {
      events.push(event);
      if (event.kind !== "output") continue;
      lines.push(event.line);
      for await (const found of launcher.find(labels)) {
        expect(found).toMatchObject(known);
        isRunning.push(found.isRunning);
      }
      onLine?.(event.line);
    }
  })();
  return { reference, labels, lines, events, isRunning, watching };
}

const endsWhenAsked = `
  process.on("SIGTERM", () => process.stdout.write("asked to end\\n", () => process.exit(5)));
  console.log("up"); setInterval(() => undefined, 1000);`;

describe("a Job that is watched while it is killed", () => {
  test("is asked first, and ends by itself within the grace; its last words and exit code are told", async () => {
    let killing: Promise<void> | undefined;
    const run = await follow(endsWhenAsked, {
      onLine: (line) => {
        if (line === "up") killing = launcher.kill(run.reference, { graceSeconds: 30 });
      },
    });
    await run.watching;
    await killing;
    expect(run.lines).toEqual(["up", "asked to end"]);
    expect(run.events.at(-1)).toMatchObject({ kind: "exited", exitCode: 5 });
    expect(await Array.fromAsync(launcher.find(run.labels))).toEqual([]);
  });
});

test("what is found says of which run and attempt it is, when it may be removed, and whether it runs", async () => {
  const run = await follow('console.log("one"); setTimeout(() => undefined, 1000);');
  await run.watching;
  expect(run.isRunning).toEqual([true]);
  const [found, ...others] = await Array.fromAsync(launcher.find(run.labels));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ reference: run.reference, attempt: 2, isRunning: false, isKept: false });
  await launcher.cleanup(run.reference);
});

test("secrets come in a file that nobody outside the pod's own group can read, and are not in the environment", async () => {
  const script = `
    const { readFileSync, statSync } = require("node:fs");
    const file = process.env.PREFECT__RUNNER_SECRETS_FILE;
    const leaked = JSON.stringify(process.env).includes("sesame");
    console.log(JSON.stringify({ leaked, others: statSync(file).mode & 0o007, values: JSON.parse(readFileSync(file)) }));`;
  const run = await follow(script, { secrets: { PASSWORD: 'open "sesame"\n$HOME' } });
  await run.watching;
  expect(JSON.parse(run.lines.join("\n"))).toEqual({
    leaked: false,
    others: 0,
    values: { PASSWORD: 'open "sesame"\n$HOME' },
  });
  await launcher.cleanup(run.reference);
});
