import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mustRun } from "../harness/run-command.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { until } from "./patience.ts";
import { killQuietly } from "./run-processes.ts";

const startSeconds = 60;

/** A Docker engine that a scenario may do anything to. It has the smallest image, and no network. */
export interface OwnEngine {
  /** As `DOCKER_HOST` says it. */
  readonly host: string;
  signal(signal: NodeJS.Signals): void;
  /** Ends it as a service manager does, and starts it again. */
  restart(): Promise<void>;
  /** Ends it and all that runs in it, by force, and for good. */
  destroy(): Promise<void>;
}

export async function startOwnEngine(): Promise<OwnEngine> {
  const directory = await mkdtemp(path.join(tmpdir(), "own-engine-"));
  const host = `unix://${directory}/docker.sock`;
  const run = (...words: readonly string[]): Promise<string> => mustRun(words, { cwd: directory, timeoutSeconds: 120 });
  let daemon = await startDaemon(directory, host);

  const image = requireSetting("PREFECT_TEST_IMAGE");
  const archive = path.join(directory, "image.tar");
  await run("docker", "--host", requireSetting("PREFECT_TEST_DOCKER_HOST"), "save", "--output", archive, image);
  await run("docker", "--host", host, "load", "--input", archive);
  await rm(archive);

  let isDestroyed = false;
  return {
    host,
    signal: (signal) => void daemon.kill(signal),
    async restart() {
      const ended = once(daemon, "close");
      daemon.kill("SIGTERM");
      await ended;
      daemon = await startDaemon(directory, host);
    },
    async destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      const containerd = Number(
        await readFile(path.join(directory, "exec/containerd/containerd.pid"), "utf8").catch(() => "0"),
      );
      const containers = await run("docker", "--host", host, "ps", "--quiet").catch(() => "");
      const pids = await Promise.all(
        containers
          .split("\n")
          .filter(Boolean)
          .map(async (id) => Number(await run("docker", "--host", host, "inspect", "--format", "{{.State.Pid}}", id))),
      );
      if (daemon.exitCode === null && daemon.signalCode === null) {
        const ended = once(daemon, "close");
        daemon.kill("SIGKILL");
        await ended;
      }
      for (const pid of [...pids, containerd]) if (pid > 0) killQuietly(pid);
      // Each container has a process beside it that outlives containerd where that is ended by force.
      await run("pkill", "--signal", "KILL", "--full", "--", `-address ${directory}/`).catch(() => "");
      await run(
        "sh",
        "-c",
        `grep ' ${directory}/' /proc/mounts | cut -d ' ' -f 2 | xargs --no-run-if-empty umount --lazy || true`,
      );
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function startDaemon(directory: string, host: string): Promise<ChildProcess> {
  const log = await open(path.join(directory, "docker.log"), "a");
  const places = [
    "--data-root",
    `${directory}/data`,
    "--exec-root",
    `${directory}/exec`,
    "--pidfile",
    `${directory}/pid`,
  ];
  const network = ["--bridge", "none", "--iptables=false", "--ip-masq=false"];
  const daemon = spawn("dockerd", ["--host", host, ...places, ...network], {
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  await log.close();
  await until(startSeconds, `an answer of the Docker engine in ${directory}`, () =>
    mustRun(["docker", "--host", host, "version"], { cwd: directory }).then(
      () => true,
      () => false,
    ),
  );
  return daemon;
}
