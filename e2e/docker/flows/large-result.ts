import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const byteLength = Number(process.argv[2]);

const makeBytes = docker({ networkMode: "none" })(
  flow(async function makeBytes(length: number) {
    const { createHash } = await import("node:crypto");
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 4096) bytes[at] = at % 251;
    return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
  }),
);

/** The most so far; resource usage would begin with what the process had that started this one. */
const residentBytes = (): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
const future = await makeBytes.submit(byteLength);
const before = residentBytes();
await future.wait();
const grownBy = residentBytes() - before;
const { bytes, sha256 } = await future.result();
report({ grownBy, length: bytes.length, isSame: createHash("sha256").update(bytes).digest("hex") === sha256 });
