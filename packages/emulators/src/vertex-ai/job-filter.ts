import { refuse } from "../google-cloud/grpc-status-error.ts";

/** What a filter looks at. */
export interface FilteredJob {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
  readonly createdAt: Date;
}

/** The part of the filters of `ListCustomJobs` that is emulated: comparisons with AND. Throws what Vertex AI refuses others with. */
export function parseJobFilter(filter: string): (job: FilteredJob) => boolean {
  const terms = filter.split(/\s+AND\s+/).filter((term) => term.trim() !== "");
  const checks = terms.map(toCheck);
  return (job) => checks.every((check) => check(job));
}

function toCheck(term: string): (job: FilteredJob) => boolean {
  const [, label, operator, value = ""] = /^labels\.([\w-]+)(=|:)(?:"([^"]*)"|\*)$/.exec(term.trim()) ?? [];
  if (label !== undefined) {
    if (operator === ":") return ({ labels }) => labels[label] !== undefined;
    return ({ labels }) => labels[label] === value;
  }
  const [, time] = /^create_time>="([^"]+)"$/.exec(term.trim()) ?? [];
  if (time !== undefined) return ({ createdAt }) => createdAt.getTime() >= Date.parse(time);
  const [, state] = /^state="([^"]+)"$/.exec(term.trim()) ?? [];
  if (state !== undefined) return (job) => job.state === state;
  throw refuse("INVALID_ARGUMENT", `Invalid filter: could not parse '${term}'.`);
}
