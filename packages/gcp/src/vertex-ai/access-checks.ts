import type { AccessNeed } from "../google/access-needs.ts";

/** The role of the README has exactly these. */
export const vertexAiAccessNeeds: readonly AccessNeed[] = [
  { permission: "aiplatform.customJobs.create", purpose: "start runs" },
  { permission: "aiplatform.customJobs.get", purpose: "watch runs" },
  { permission: "aiplatform.customJobs.list", purpose: "find runs again" },
  { permission: "aiplatform.customJobs.cancel", purpose: "cancel runs" },
  { permission: "aiplatform.customJobs.delete", purpose: "remove what ended runs left" },
  { permission: "iam.serviceAccounts.actAs", purpose: "have runs be a service account", isOptional: true },
  { permission: "logging.logEntries.list", purpose: "read their output", isOptional: true },
];
