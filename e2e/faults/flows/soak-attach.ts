import { short } from "./soak-victims.ts";

/** Waits for the end of runs that other processes started, and looks after those that nobody does. */
const flowRunIds = JSON.parse(process.argv[2] ?? "[]") as readonly string[];
await Promise.all(flowRunIds.map((flowRunId) => short.attach(flowRunId).wait()));
