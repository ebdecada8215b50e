import type { InfrastructureReference } from "prefect-core/provider";
import { KEPT_LABEL } from "prefect-core/provider";
import { readGoogleLabel } from "../google/google-labels.ts";
import type { CustomJob } from "./custom-job.ts";
import { infrastructureType } from "./invalid-configuration.ts";

/** What is known of a custom job in another process than the one that made it. */
export interface CustomJobReference {
  /** `projects/P/locations/R/customJobs/NUMBER`; also Prefect's `infrastructure_pid`. */
  readonly name: string;
  readonly region: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Until when the ended job stays; `null`: it is deleted with its run's end. */
  readonly keptUntil: string | null;
}

/** A job says of itself what another process needs to know. */
export function referenceTo({ name, createTime, labels }: CustomJob): InfrastructureReference {
  const isKept = readGoogleLabel(labels, KEPT_LABEL) === "true";
  const details: CustomJobReference = {
    name,
    region: regionOf(name),
    createdAt: createTime ?? new Date(0).toISOString(),
    keptUntil: isKept ? (readGoogleLabel(labels, "prefect.io/expires-at") ?? null) : null,
  };
  return { type: infrastructureType, infrastructurePid: name, details: { ...details } };
}

/** Prefect's own runs are known by their `infrastructure_pid` alone. */
export function fromReference({ infrastructurePid, details }: InfrastructureReference): CustomJobReference {
  const text = (key: string): string => (typeof details[key] === "string" ? details[key] : "");
  const name = text("name") || infrastructurePid;
  return {
    name,
    region: text("region") || regionOf(name),
    createdAt: text("createdAt") || new Date(0).toISOString(),
    keptUntil: text("keptUntil") || null,
  };
}

function regionOf(name: string): string {
  return /\/locations\/([^/]+)\//.exec(name)?.[1] ?? "";
}
