import type { AccessNeed } from "../google/access-needs.ts";

/** The roles of the README have exactly these. */
export const cloudRunAccessNeeds: readonly AccessNeed[] = [
  { permission: "run.jobs.create", purpose: "make the jobs of runs" },
  { permission: "run.jobs.get", purpose: "make the jobs of runs" },
  { permission: "run.jobs.run", purpose: "start runs" },
  { permission: "run.jobs.list", purpose: "find runs and clean up after them" },
  { permission: "run.jobs.delete", purpose: "remove what ended runs left" },
  { permission: "run.executions.get", purpose: "watch runs" },
  { permission: "run.executions.list", purpose: "start a run only once" },
  { permission: "run.executions.cancel", purpose: "cancel runs" },
  { permission: "run.tasks.list", purpose: "tell why runs ended", isOptional: true },
  { permission: "logging.logEntries.list", purpose: "show the output of runs", isOptional: true },
  { permission: "iam.serviceAccounts.actAs", purpose: "run as a service account", isOptional: true },
];
