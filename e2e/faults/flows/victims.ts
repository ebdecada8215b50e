import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { flow, getRunContext } from "prefect-core";

/** Says that it runs, and returns after a while unless it is asked to end. */
const waits = flow(async function waits(seconds: number) {
  console.log("ready");
  await delay(seconds * 1000, undefined, { signal: getRunContext().signal });
  return "waited";
});

const returnsBytes = flow(async function returnsBytes(bytes: number) {
  console.log("ready");
  return "x".repeat(bytes);
});

/** Takes so much and no more: nothing but its limit keeps it from taking all that the machine has. */
const fillsMemory = flow(async function fillsMemory(megabytes: number): Promise<void> {
  console.log("ready");
  const kept = Array.from({ length: Math.ceil(megabytes / 8) }, () => Buffer.alloc(8 * 2 ** 20, 1));
  await delay(60_000);
  console.log(kept.length);
});

const fillsHeap = flow(async function fillsHeap(): Promise<void> {
  console.log("ready");
  const kept: object[] = [];
  for (let at = 0; ; at += 1) kept.push({ at, text: `item ${at}` });
});

/** Never gives control back, so that nothing in it can listen. */
const blocks = flow(async function blocks(): Promise<void> {
  console.log("ready");
  while (performance.now() > 0);
});

const ignoresSigterm = flow(async function ignoresSigterm(): Promise<void> {
  process.on("SIGTERM", () => console.log("not now"));
  console.log("ready");
  await delay(600_000);
});

/** Returns while what it started goes on. */
const forksChildren = flow(async function forksChildren() {
  for (let count = 0; count < 3; count += 1) {
    spawn(process.execPath, ["--eval", "setInterval(() => undefined, 1000)"], { stdio: "ignore" }).unref();
  }
  console.log("ready");
  return "forked";
});

/** In lines of 1 KiB, as fast as they are taken. */
const writesLogs = flow(async function writesLogs(megabytes: number) {
  const block = `${"x".repeat(1023)}\n`.repeat(1024);
  for (let at = 0; at < megabytes; at += 1) {
    if (!process.stdout.write(block)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  console.log("ready");
  return megabytes;
});

/** Waits for what never comes, and keeps nothing alive. */
const neverSettles = flow(async function neverSettles(): Promise<void> {
  console.log("ready");
  await new Promise<void>(() => undefined);
});

const exitsWithZero = flow(async function exitsWithZero(): Promise<void> {
  console.log("ready");
  process.exit(0);
});

export const victims = {
  waits,
  returnsBytes,
  fillsMemory,
  fillsHeap,
  blocks,
  ignoresSigterm,
  forksChildren,
  writesLogs,
  neverSettles,
  exitsWithZero,
};
