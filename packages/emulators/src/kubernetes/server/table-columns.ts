import { type ApiObject, isConditionTrue } from "../api/api-object.ts";
import { isJobFinished, type Job } from "../api/job.ts";
import type { Pod } from "../api/pod.ts";
import { eventType, jobType, namespaceType, podType, type ResourceType, secretType } from "../api/resource-type.ts";
import { describePodPhase } from "./pod-phase-text.ts";

export interface TableColumn {
  readonly name: string;
  readonly columnType?: "string" | "integer" | "date";
  readonly format?: string;
  /** From 1 on, only where more is asked for (`-o wide`). */
  readonly priority?: number;
  readonly cell: (object: ApiObject) => string | number;
}

const name: TableColumn = { name: "Name", format: "name", cell: ({ metadata }) => metadata.name };
const age: TableColumn = { name: "Age", cell: ({ metadata }) => ageOf(metadata.creationTimestamp) };

const podColumns: readonly TableColumn[] = [
  name,
  { name: "Ready", cell: (object) => readyContainers(object as Pod) },
  { name: "Status", cell: (object) => describePodPhase(object as Pod) },
  { name: "Restarts", cell: (object) => restartsOf(object as Pod) },
  age,
  { name: "IP", priority: 1, cell: (object) => (object as Pod).status.podIP ?? "<none>" },
  { name: "Node", priority: 1, cell: (object) => (object as Pod).spec.nodeName ?? "<none>" },
  { name: "Nominated Node", priority: 1, cell: () => "<none>" },
  { name: "Readiness Gates", priority: 1, cell: () => "<none>" },
];

const jobColumns: readonly TableColumn[] = [
  name,
  { name: "Status", cell: (object) => describeJob(object as Job) },
  { name: "Completions", cell: (object) => completionsOf(object as Job) },
  { name: "Duration", cell: (object) => durationOf(object as Job) },
  age,
  { name: "Containers", priority: 1, cell: (object) => containersOf(object as Job, (each) => each.name) },
  { name: "Images", priority: 1, cell: (object) => containersOf(object as Job, (each) => each.image) },
  { name: "Selector", priority: 1, cell: (object) => selectorOf(object as Job) },
];

interface EventObject extends ApiObject {
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly lastTimestamp: string;
}

const eventColumns: readonly TableColumn[] = [
  { name: "Last Seen", cell: (object) => ageOf((object as EventObject).lastTimestamp) },
  { name: "Type", cell: (object) => String(object["type"]) },
  { name: "Reason", cell: (object) => String(object["reason"]) },
  { name: "Object", cell: (object) => involved(object as EventObject) },
  { name: "Message", cell: (object) => String(object["message"]).trim() },
  { name: "Name", priority: 1, cell: ({ metadata }) => metadata.name },
];

const secretColumns: readonly TableColumn[] = [
  name,
  { name: "Type", cell: (object) => String(object["type"]) },
  { name: "Data", columnType: "integer", cell: (object) => Object.keys((object["data"] ?? {}) as object).length },
  age,
];

const namespaceColumns: readonly TableColumn[] = [
  name,
  { name: "Status", cell: (object) => String((object["status"] as { readonly phase?: string } | undefined)?.phase) },
  age,
];

const columns = new Map<ResourceType, readonly TableColumn[]>([
  [podType, podColumns],
  [jobType, jobColumns],
  [eventType, eventColumns],
  [secretType, secretColumns],
  [namespaceType, namespaceColumns],
]);

/** As `kubectl get` shows a kind. */
export function columnsOf(type: ResourceType): readonly TableColumn[] {
  return (
    columns.get(type) ?? [
      name,
      { name: "Created At", columnType: "date", cell: ({ metadata }) => metadata.creationTimestamp },
    ]
  );
}

function readyContainers({ spec, status }: Pod): string {
  const ready = (status.containerStatuses ?? []).filter((each) => each.ready).length;
  return `${ready}/${spec.containers.length}`;
}

function restartsOf({ status }: Pod): string {
  return String((status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0));
}

function describeJob({ metadata, spec, status }: Job): string {
  if (isConditionTrue(status.conditions, "Complete")) return "Complete";
  if (isConditionTrue(status.conditions, "Failed")) return "Failed";
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  if (spec.suspend === true) return "Suspended";
  if (isConditionTrue(status.conditions, "FailureTarget")) return "FailureTarget";
  return isConditionTrue(status.conditions, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
}

function completionsOf({ spec, status }: Job): string {
  const succeeded = status.succeeded ?? 0;
  return spec.completions === undefined ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/${spec.completions}`;
}

function durationOf(job: Job): string {
  const { startTime, completionTime } = job.status;
  if (startTime === undefined) return "";
  if (completionTime === undefined && isJobFinished(job)) return ageOf(startTime);
  const end = completionTime === undefined ? Date.now() : Date.parse(completionTime);
  return formatDuration(end - Date.parse(startTime));
}

function containersOf({ spec }: Job, pick: (container: { name: string; image: string }) => string): string {
  return spec.template.spec.containers.map(pick).join(",");
}

function selectorOf({ spec }: Job): string {
  return Object.entries(spec.selector?.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function involved({ involvedObject }: EventObject): string {
  return `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`;
}

function ageOf(time: string): string {
  const since = Date.parse(time);
  return Number.isNaN(since) ? "<unknown>" : formatDuration(Date.now() - since);
}

function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
