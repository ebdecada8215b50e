import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { flow, localProcess, type FlowRunFuture } from "prefect-core";
import { docker } from "prefect-docker";

/** What supervising runs that do nothing costs this process. Prints it as JSON; `idle-runs.ts process|docker COUNT`. */
const settleMilliseconds = 5000;
const measuredMilliseconds = 15_000;
const submittedAtOnce = 16;

const [kind, count] = [process.argv[2], Number(process.argv[3])];
// The words before the runner's path: what is launched sleeps, and never becomes a runner.
const launcher = ["sh", "-c", "exec sleep 3600"];
const options = { launcher, startTimeoutSeconds: 3600 };
const idle = flow(async function idle() {});
const bound =
  kind === "docker"
    ? docker({ ...options, networkMode: "none", streamOutput: false })(idle)
    : localProcess(options)(idle);

const futures: FlowRunFuture<void>[] = [];
for (let at = 0; at < count; at += submittedAtOnce) {
  const size = Math.min(submittedAtOnce, count - at);
  futures.push(...(await Promise.all(Array.from({ length: size }, () => bound.submit()))));
}
await delay(settleMilliseconds);
globalThis.gc?.();
const [startedAt, usage] = [performance.now(), process.cpuUsage()];
await delay(measuredMilliseconds);
const { user, system } = process.cpuUsage(usage);
const percent = (user + system) / 10 / (performance.now() - startedAt);
const { rss, heapUsed } = process.memoryUsage();
console.log(JSON.stringify({ megabytes: rss / 2 ** 20, heapMegabytes: heapUsed / 2 ** 20, percentOfACore: percent }));
for (let at = 0; at < futures.length; at += submittedAtOnce) {
  await Promise.all(futures.slice(at, at + submittedAtOnce).map((future) => future.cancel()));
}
