import type { Json } from "prefect-core/provider";
import { JobConfigurationError } from "prefect-core/provider";

export const infrastructureType = "vertex-ai";

export function invalidConfiguration(key: string, reason: string): JobConfigurationError {
  return new JobConfigurationError({ infrastructureType, key, reason });
}

export function mustBe(key: string, rule: string, value: Json): JobConfigurationError {
  return invalidConfiguration(key, `must be ${rule}, not ${JSON.stringify(value)}`);
}
