import type { NameRules } from "prefect-core/provider";

/**
 * Of a container group: lower-case letters, digits and single hyphens, a letter or digit at both ends.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerinstance
 */
export const containerGroupNameRules: NameRules = { maximumLength: 63, fallback: "prefect-run" };
