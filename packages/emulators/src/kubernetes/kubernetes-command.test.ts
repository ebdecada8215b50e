import { afterEach, expect, test } from "@jest/globals";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

let command: ChildProcess | null = null;

afterEach(() => {
  command?.kill("SIGKILL");
});

test("started by hand, a cluster writes its kubeconfig, says where it is, and ends when it is interrupted", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "kubernetes-command-"));
  const kubeconfig = path.join(directory, "config");
  const main = path.join(import.meta.dirname, "../main.ts");
  const args = [
    "--disable-warning=ExperimentalWarning",
    main,
    "kubernetes",
    "--kubeconfig",
    kubeconfig,
    "--namespace",
    "ml",
  ];
  command = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(command.stdout as NonNullable<typeof command.stdout>, "data")) as [Buffer];
  expect(String(said)).toMatch(/^https:\/\/127\.0\.0\.1:\d+\nexport KUBECONFIG=/);
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const { items } = await config.makeApiClient(CoreV1Api).listNamespace();
  expect(items.map(({ metadata }) => metadata?.name)).toContain("ml");
  command.kill("SIGINT");
  expect((await once(command, "exit"))[0]).toBe(0);
  await rm(directory, { recursive: true });
}, 60_000);
