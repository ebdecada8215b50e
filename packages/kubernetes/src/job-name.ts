import type { NameRules } from "prefect-core/provider";

/** A pod's label holds its Job's name, and a label's value is at most this long. */
export const jobNameRules: NameRules = { maximumLength: 63, fallback: "prefect-job" };
