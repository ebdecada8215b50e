import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BaseJobTemplate } from "prefect-core/provider";
import { kubernetesJobTemplate } from "../../packages/kubernetes/src/kubernetes-job-template.ts";
import { parseReport } from "./docker-home.ts";
import { motoServer } from "./s3-server.ts";
import type { TestCluster } from "./kubernetes-cluster.ts";
import {
  type CommandOptions,
  type CommandOutcome,
  mustRun,
  type RunningCommand,
  runCommand,
  startCommand,
} from "./run-command.ts";

const suiteDirectory = path.resolve(import.meta.dirname, "../kubernetes");
const repository = path.resolve(import.meta.dirname, "../..");
const cli = path.join(repository, "packages/core/dist/cli.js");

export const testWorkPool = "cluster";

/** A user whose `PREFECT_HOME` is empty, whose cluster is the one of the tests, and who has a work pool there. */
export interface KubernetesHome {
  /** A temporary directory; gone with `remove`. */
  readonly directory: string;
  /** Starts a script of `e2e/kubernetes/flows`. */
  start(script: string, args?: readonly string[], options?: Partial<CommandOptions>): RunningCommand;
  /** Runs one to its end. */
  run(script: string, args?: readonly string[], options?: Partial<CommandOptions>): Promise<CommandOutcome>;
  /** The JSON on the last line that a script printed. */
  report<T>(script: string, args?: readonly string[], options?: Partial<CommandOptions>): Promise<T>;
  /** Runs the `prefect` command, which must succeed. */
  prefect(...args: readonly string[]): Promise<string>;
  /** Runs it with further variables, however it ends. */
  tryPrefect(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CommandOutcome>;
  remove(): Promise<void>;
}

export async function createKubernetesHome(
  cluster: TestCluster,
  env: Readonly<Record<string, string>> = {},
): Promise<KubernetesHome> {
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-kubernetes-home-"));
  const settings = {
    PREFECT_HOME: path.join(directory, "home"),
    PREFECT_RUNNER_IMAGE: cluster.image,
    KUBECONFIG: cluster.kubeconfig,
    ...env,
  };
  const options = { cwd: suiteDirectory, env: settings };
  const toCommand = (...args: readonly string[]): readonly string[] => [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    cli,
    ...args,
  ];
  const start: KubernetesHome["start"] = (script, args = [], given = {}) =>
    startCommand([process.execPath, "--disable-warning=ExperimentalWarning", `flows/${script}.ts`, ...args], {
      ...options,
      ...given,
      env: { ...settings, ...given.env },
    });
  const run: KubernetesHome["run"] = (...given) => start(...given).ended;
  const prefect = (...args: readonly string[]): Promise<string> => mustRun(toCommand(...args), options);

  const template = path.join(directory, "template.json");
  await writeFile(template, JSON.stringify(toTemplate(cluster)));
  await prefect("work-pool", "create", testWorkPool, "--type", "kubernetes", "--base-job-template", template);
  // A real cluster reaches the bucket that is given, the emulated one a server of this machine.
  const { url, bucket } = await openBucket();
  await run("../../storage/flows/save-credentials", ["mine", url]);
  const credentials = ["--aws-credentials-block-name", "mine"];
  await prefect("work-pool", "storage", "configure", "s3", testWorkPool, "--bucket", bucket, ...credentials);
  return {
    directory,
    start,
    run,
    report: async <T>(script: string, args?: readonly string[], given?: Partial<CommandOptions>) =>
      parseReport(await run(script, args, given)) as T,
    prefect,
    tryPrefect: (given, ...args) => runCommand(toCommand(...args), { ...options, env: { ...settings, ...given } }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function openBucket(): Promise<{ readonly url: string; readonly bucket: string }> {
  const { PREFECT_TEST_CLUSTER_S3_URL: url, PREFECT_TEST_BUCKET: bucket } = process.env;
  if (url && bucket) return { url, bucket };
  const server = motoServer();
  return { url: server.url, bucket: await server.createBucket() };
}

/** Prefect's template, customised: pods of an emulated cluster find the runner on this machine. */
function toTemplate({ emulator }: TestCluster): BaseJobTemplate {
  if (emulator === null) return kubernetesJobTemplate;
  const template = structuredClone(kubernetesJobTemplate) as unknown as CustomisableTemplate;
  const { spec } = template.job_configuration.job_manifest.spec.template;
  spec.volumes = [{ name: "runner", hostPath: { path: path.join(repository, "packages/runner-image/dist") } }];
  for (const container of spec.containers) {
    container.volumeMounts = [{ name: "runner", mountPath: "/opt/prefect", readOnly: true }];
  }
  return template as unknown as BaseJobTemplate;
}

interface CustomisableTemplate {
  readonly job_configuration: {
    readonly job_manifest: {
      readonly spec: {
        readonly template: {
          readonly spec: { volumes?: object[]; readonly containers: { volumeMounts?: object[] }[] };
        };
      };
    };
  };
}
