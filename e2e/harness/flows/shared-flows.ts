import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { flow, getRunContext, getRunLogger } from "prefect-core";

/** Flows that every kind of infrastructure runs alike. */
export const hello = flow(async function hello(name: string) {
  getRunLogger().info("greeting %s", name);
  return { greeting: `Hello ${name}`, at: new Date(0), node: Number(process.versions.node.split(".")[0]) };
});

export const readsGreeting = flow(async function readsGreeting() {
  return readFileSync("greeting.txt", "utf8").trim();
});

/** Goes on when its caller made a file, or after a while where that is another machine: output is told meanwhile. */
export const waits = flow({ flowRunName: "for-{file}" }, async function waits(file: string) {
  const { access } = await import("node:fs/promises");
  console.log("not there yet");
  const { signal } = getRunContext();
  const isThere = () =>
    access(file).then(
      () => true,
      () => false,
    );
  const until = Date.now() + 20_000;
  while (!(await isThere()) && Date.now() < until) await delay(20, undefined, { signal });
  console.log("there it is");
  return "found";
});

const double = flow(async function double(value: number) {
  return value * 2;
});

export const nested = flow(async function nested(value: number) {
  return (await double(value)) + 1;
});

export const fails = flow(async function fails() {
  throw new RangeError("too far");
});

export const square = flow(async function square(value: number) {
  return value * value;
});

/** The variables that it finds in its environment. */
export const reveals = flow(async function reveals(names: readonly string[]) {
  return names.map((name) => process.env[name] ?? null);
});

/** What its container may have, of processors and of bytes, as the kernel keeps it. */
export const readsLimits = flow(async function readsLimits() {
  const read = (...files: readonly string[]): string => {
    const found = files.map((file) => `/sys/fs/cgroup/${file}`).find((file) => existsSync(file));
    if (found === undefined) throw new Error(`None of ${files.join(", ")} is there.`);
    return readFileSync(found, "utf8").trim();
  };
  const [quota, period = read("cpu/cpu.cfs_period_us", "cpu.max")] = read("cpu.max", "cpu/cpu.cfs_quota_us").split(" ");
  const memoryBytes = Number(read("memory.max", "memory/memory.limit_in_bytes"));
  return { processors: Number(quota) / Number(period), memoryBytes };
});

/** Of a flow that `hoards` more: too little for it, and enough for whatever else there is in its container. */
export const hoardLimitMebibytes = 200;

/** Takes twice its limit, and no more: nothing but that keeps it from taking all that the machine has. */
export const hoards = flow(async function hoards() {
  console.log("hoarding");
  const hoard = Array.from({ length: hoardLimitMebibytes / 8 }, () => Buffer.alloc(16 * 2 ** 20, 1));
  await delay(60_000);
  return hoard.length;
});
