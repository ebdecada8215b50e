import { toGoogleLabels } from "../google/google-labels.ts";

/** What lists only jobs that bear all the labels. https://cloud.google.com/vertex-ai/docs/reference/rpc/google.cloud.aiplatform.v1#listcustomjobsrequest */
export function labelFilter(labels: Readonly<Record<string, string>>): string {
  return Object.entries(toGoogleLabels(labels))
    .map(([name, value]) => `labels.${name}="${value}"`)
    .join(" AND ");
}
