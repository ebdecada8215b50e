import { isJsonObject, type Json, type JsonObject } from "prefect-core/provider";
import { parseMemorySize } from "./memory-size.ts";

/** Where an option of Python's Docker SDK goes in the engine's request. */
export interface ContainerOption {
  readonly key: string;
  /** The engine's form of the value; `undefined` where it has none. Default: the value itself. */
  readonly convert?: (value: Json) => Json | undefined;
  /** What a value must be, for messages. */
  readonly rule?: string;
}

const size: Pick<ContainerOption, "convert" | "rule"> = {
  convert: (value) => (typeof value === "number" ? value : (parseMemorySize(String(value)) ?? undefined)),
  rule: 'a size such as "64m"',
};

/** `["KEY=value"]` or `{ KEY: "value" }`. */
const pairs =
  (separator: string): NonNullable<ContainerOption["convert"]> =>
  (value) => {
    if (Array.isArray(value)) return value;
    return isJsonObject(value)
      ? Object.entries(value).map(([key, each]) => `${key}${separator}${String(each)}`)
      : undefined;
  };

/** Options at the top of the request. */
export const bodyOptions: Readonly<Record<string, ContainerOption>> = {
  domainname: { key: "Domainname" },
  entrypoint: {
    key: "Entrypoint",
    convert: (value) => (typeof value === "string" ? value.trim().split(/\s+/) : value),
  },
  healthcheck: { key: "Healthcheck", convert: toHealthcheck, rule: "an object with 'test'" },
  hostname: { key: "Hostname" },
  mac_address: { key: "MacAddress" },
  network_disabled: { key: "NetworkDisabled" },
  stdin_open: { key: "OpenStdin" },
  stop_signal: { key: "StopSignal" },
  stop_timeout: { key: "StopTimeout" },
  tty: { key: "Tty" },
  user: { key: "User", convert: (value) => String(value) },
  working_dir: { key: "WorkingDir" },
};

/** Options of its `HostConfig`. */
export const hostOptions: Readonly<Record<string, ContainerOption>> = {
  blkio_weight: { key: "BlkioWeight" },
  blkio_weight_device: { key: "BlkioWeightDevice" },
  cap_add: { key: "CapAdd" },
  cap_drop: { key: "CapDrop" },
  cgroup_parent: { key: "CgroupParent" },
  cgroupns: { key: "CgroupnsMode" },
  cpu_count: { key: "CpuCount" },
  cpu_percent: { key: "CpuPercent" },
  cpu_period: { key: "CpuPeriod" },
  cpu_quota: { key: "CpuQuota" },
  cpu_rt_period: { key: "CpuRealtimePeriod" },
  cpu_rt_runtime: { key: "CpuRealtimeRuntime" },
  cpu_shares: { key: "CpuShares" },
  cpuset_cpus: { key: "CpusetCpus" },
  cpuset_mems: { key: "CpusetMems" },
  device_cgroup_rules: { key: "DeviceCgroupRules" },
  device_read_bps: { key: "BlkioDeviceReadBps" },
  device_read_iops: { key: "BlkioDeviceReadIOps" },
  device_requests: { key: "DeviceRequests", convert: toDeviceRequests, rule: "a list of device requests" },
  device_write_bps: { key: "BlkioDeviceWriteBps" },
  device_write_iops: { key: "BlkioDeviceWriteIOps" },
  devices: { key: "Devices", convert: toDevices, rule: 'a list such as ["/dev/fuse:/dev/fuse:rwm"]' },
  dns: { key: "Dns" },
  dns_opt: { key: "DnsOptions" },
  dns_search: { key: "DnsSearch" },
  extra_hosts: { key: "ExtraHosts", convert: pairs(":"), rule: "an object of addresses by host name" },
  group_add: {
    key: "GroupAdd",
    convert: (value) => (Array.isArray(value) ? value.map(String) : undefined),
    rule: "a list",
  },
  init: { key: "Init" },
  ipc_mode: { key: "IpcMode" },
  isolation: { key: "Isolation" },
  kernel_memory: { key: "KernelMemory", ...size },
  links: { key: "Links", convert: pairs(":"), rule: "an object of aliases by container name" },
  log_config: {
    key: "LogConfig",
    convert: (value) => renamed(value, { type: "Type", config: "Config" }),
    rule: "an object",
  },
  mem_reservation: { key: "MemoryReservation", ...size },
  mem_swappiness: { key: "MemorySwappiness" },
  mounts: { key: "Mounts" },
  nano_cpus: { key: "NanoCpus" },
  oom_kill_disable: { key: "OomKillDisable" },
  oom_score_adj: { key: "OomScoreAdj" },
  pid_mode: { key: "PidMode" },
  pids_limit: { key: "PidsLimit" },
  publish_all_ports: { key: "PublishAllPorts" },
  read_only: { key: "ReadonlyRootfs" },
  restart_policy: { key: "RestartPolicy" },
  runtime: { key: "Runtime" },
  security_opt: { key: "SecurityOpt" },
  shm_size: { key: "ShmSize", ...size },
  storage_opt: { key: "StorageOpt" },
  sysctls: { key: "Sysctls" },
  tmpfs: { key: "Tmpfs", convert: toTmpfs, rule: "an object of mount options by path" },
  ulimits: { key: "Ulimits", convert: toUlimits, rule: "a list of limits with 'name', 'soft' and 'hard'" },
  userns_mode: { key: "UsernsMode" },
  uts_mode: { key: "UTSMode" },
  volume_driver: { key: "VolumeDriver" },
  volumes_from: { key: "VolumesFrom" },
};

/** What the job configuration has a variable for, and that variable. */
export const configurationFields: Readonly<Record<string, string>> = {
  auto_remove: "auto_remove",
  command: "command",
  env: "env",
  environment: "env",
  image: "image",
  labels: "labels",
  mem_limit: "mem_limit",
  memswap_limit: "memswap_limit",
  name: "name",
  network: "networks",
  network_mode: "network_mode",
  networks: "networks",
  privileged: "privileged",
  volumes: "volumes",
};

function toHealthcheck(value: Json): Json | undefined {
  const names = {
    test: "Test",
    interval: "Interval",
    timeout: "Timeout",
    retries: "Retries",
    start_period: "StartPeriod",
  };
  const check = renamed(value, names);
  if (!isJsonObject(check)) return undefined;
  const test = check["Test"];
  return typeof test === "string" ? { ...check, Test: ["CMD-SHELL", test] } : check;
}

function toDeviceRequests(value: Json): Json | undefined {
  const names = {
    driver: "Driver",
    count: "Count",
    device_ids: "DeviceIDs",
    capabilities: "Capabilities",
    options: "Options",
  };
  return listOf(value, (request) => renamed(request, names));
}

function toDevices(value: Json): Json | undefined {
  return listOf(value, (device) => {
    if (typeof device !== "string") return isJsonObject(device) ? device : undefined;
    const [host = "", container = host, permissions = "rwm"] = device.split(":");
    return { PathOnHost: host, PathInContainer: container, CgroupPermissions: permissions };
  });
}

function toUlimits(value: Json): Json | undefined {
  return listOf(value, (limit) => renamed(limit, { name: "Name", soft: "Soft", hard: "Hard" }));
}

/** `["/run"]` or `{ "/run": "size=64m" }`. */
function toTmpfs(value: Json): Json | undefined {
  if (!Array.isArray(value)) return isJsonObject(value) ? value : undefined;
  return Object.fromEntries(
    value.map((mount: Json) => {
      const [path = "", ...options] = String(mount).split(":");
      return [path, options.join(":")];
    }),
  );
}

function listOf(value: Json, convert: (item: Json) => Json | undefined): Json | undefined {
  if (!Array.isArray(value)) return undefined;
  const converted = value.map((item: Json) => convert(item));
  return converted.every((item) => item !== undefined) ? converted : undefined;
}

/** The SDK's types take both its own names and the engine's. */
function renamed(value: Json, names: Readonly<Record<string, string>>): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [names[key] ?? key, each]));
}
