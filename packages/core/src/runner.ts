export { executeRun, type ExecuteRunOptions } from "./runner/execute-run.ts";
export { runRunner } from "./runner/run-runner.ts";
export { openStorage } from "./storage/open-storage.ts";
