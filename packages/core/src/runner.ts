export { executeRun, type ExecuteRunOptions } from "./runner/execute-run.ts";
export { openStorage } from "./storage/open-storage.ts";
