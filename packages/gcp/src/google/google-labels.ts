import type { JobConfigurationError } from "prefect-core/provider";

// https://cloud.google.com/resource-manager/docs/labels-overview#requirements
const maximumLabels = 64;
const maximumLength = 63;

export type GoogleLabels = Readonly<Record<string, string>>;

const expiryLabel = "prefect.io/expires-at";

/** The name of a label as Google takes it: `prefect.io/flow-run-id` becomes `prefect-io_flow-run-id`. Pure. */
export function toGoogleLabelName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("/", "_")
    .replaceAll(/[^a-z0-9_-]/g, "-");
  return (/^[a-z]/.test(plain) ? plain : `l${plain}`).slice(0, maximumLength);
}

/** A value as Google takes it: lower case, with hyphens for what it does not take. Pure. */
export function toGoogleLabelValue(value: string): string {
  return value
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "-")
    .slice(0, maximumLength);
}

/** Labels of a run as those of Google; the time of expiry as milliseconds, so that it can be read again. Pure. */
export function toGoogleLabels(labels: Readonly<Record<string, unknown>>): GoogleLabels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => {
      const text = name === expiryLabel ? String(new Date(String(value)).getTime()) : String(value);
      return [toGoogleLabelName(name), toGoogleLabelValue(text)];
    }),
  );
}

/** A label of a run, as `toFoundInfrastructure` asks for it. Pure. */
export function readGoogleLabel(labels: GoogleLabels | null | undefined, name: string): string | undefined {
  const value = labels?.[toGoogleLabelName(name)];
  if (value === undefined || name !== expiryLabel) return value;
  const date = new Date(Number(value));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Throws what `refuse` makes where there are more than a resource may have. */
export function checkLabelCount(
  labels: Readonly<Record<string, unknown>>,
  refuse: (key: string, reason: string) => JobConfigurationError,
): void {
  const count = Object.keys(labels).length;
  if (count <= maximumLabels) return;
  throw refuse("labels", `make ${count} labels with those of the run, and Google Cloud allows ${maximumLabels}`);
}
