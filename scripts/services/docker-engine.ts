import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { runStep } from "../step.mjs";
import { TaskError } from "../task.mjs";
import { dockerDirectory } from "./docker-directory.ts";
import { runDocker } from "./run-docker.ts";

const startTimeoutSeconds = 60;
const stopTimeoutSeconds = 30;
/** Of one engine only: engines of several checkouts run side by side. */
const bridgeNumber = createHash("sha256").update(dockerDirectory).digest().readUInt8();
const bridge = { name: `prefect-e2e${bridgeNumber}`, address: `172.31.${bridgeNumber}.1/24` };

const socket = path.join(dockerDirectory, "docker.sock");
const pidFile = path.join(dockerDirectory, "docker.pid");
const containerdPidFile = path.join(dockerDirectory, "exec/containerd/containerd.pid");
const logFile = path.join(dockerDirectory, "docker.log");
/** Holds the id of the process that started the engine and will stop it. */
const ownerFile = path.join(dockerDirectory, "owner.pid");

export interface DockerEngine {
  /** As `DOCKER_HOST` says it. */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Starts an engine that shares nothing with another one on this machine: socket, data and network bridge are its own,
 * and it leaves the firewall alone. What an earlier one left running is stopped first.
 */
export async function startDockerEngine(): Promise<DockerEngine> {
  await mkdir(dockerDirectory, { recursive: true });
  await takeOwnership();
  await endLeftovers();
  await ensureControlGroups();
  await ensureBridge();
  const log = await open(logFile, "w");
  const daemon = spawn("dockerd", engineArguments(), { stdio: ["ignore", log.fd, log.fd], detached: true });
  await log.close();
  const host = `unix://${socket}`;
  const stop = async (): Promise<void> => {
    await endLeftovers();
    await runStep("remove the bridge of the Docker engine", ["ip", "link", "delete", bridge.name]);
    await rm(ownerFile, { force: true });
  };
  try {
    if (!(await answers(host, daemon))) {
      const lastLines = (await readFile(logFile, "utf8")).split("\n").slice(-20).join("\n");
      throw new TaskError(`The Docker engine does not answer at ${host}; its last lines:\n${lastLines}`);
    }
    await removeContainers(host);
    return { host, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function engineArguments(): string[] {
  return [
    ["--host", `unix://${socket}`],
    ["--data-root", path.join(dockerDirectory, "data")],
    ["--exec-root", path.join(dockerDirectory, "exec")],
    ["--pidfile", pidFile],
    ["--bridge", bridge.name],
    ["--iptables=false"],
    ["--ip-masq=false"],
  ].flat();
}

/** Two runs at once would stop each other's engine. */
async function takeOwnership(): Promise<void> {
  const owner = await readPid(ownerFile);
  if (owner !== null && owner !== process.pid && (await commandLine(owner)).includes("scripts/")) {
    throw new TaskError(`Process ${owner} uses the Docker engine in ${dockerDirectory}; wait until it has ended.`);
  }
  await writeFile(ownerFile, String(process.pid));
}

/** The engine ends its containers and its containerd; where it died, its containerd is still there. */
async function endLeftovers(): Promise<void> {
  for (const file of [pidFile, containerdPidFile]) {
    const pid = await readPid(file);
    if (pid === null || !(await commandLine(pid)).includes(dockerDirectory)) continue;
    process.kill(pid, "SIGTERM");
    if (!(await isGone(pid))) process.kill(pid, "SIGKILL");
    await rm(file, { force: true });
  }
}

async function isGone(pid: number): Promise<boolean> {
  const deadline = Date.now() + stopTimeoutSeconds * 1000;
  while (Date.now() < deadline) {
    if ((await commandLine(pid)) === "") return true;
    await delay(50);
  }
  return false;
}

/** Empty where there is no such process, or only its zombie. */
async function commandLine(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
}

async function readPid(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^\d+\s*$/.test(text) ? Number(text) : null;
}

/** Without an init system nobody has mounted them. */
async function ensureControlGroups(): Promise<void> {
  const isMounted = ["memory", "cgroup.controllers"].some((name) => existsSync(`/sys/fs/cgroup/${name}`));
  if (!isMounted) await runStep("mount the control groups", ["cgroupfs-mount"]);
}

async function ensureBridge(): Promise<void> {
  if (existsSync(`/sys/class/net/${bridge.name}`)) return;
  await runStep("add a bridge for the Docker engine", ["ip", "link", "add", "name", bridge.name, "type", "bridge"]);
  await runStep("give it an address", ["ip", "address", "add", bridge.address, "dev", bridge.name]);
  await runStep("bring it up", ["ip", "link", "set", bridge.name, "up"]);
}

async function answers(host: string, daemon: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + startTimeoutSeconds * 1000;
  while (Date.now() < deadline && daemon.exitCode === null) {
    const answered = await runDocker(host, ["version"]).then(
      () => true,
      () => false,
    );
    if (answered) return true;
    await delay(100);
  }
  return false;
}

/** An interrupted run leaves containers behind; a suite that counts them starts from none. */
async function removeContainers(host: string): Promise<void> {
  const ids = (await runDocker(host, ["ps", "--all", "--quiet"])).split("\n").filter(Boolean);
  if (ids.length > 0) await runDocker(host, ["rm", "--force", "--volumes", ...ids]);
  await runDocker(host, ["volume", "prune", "--force"]);
}
