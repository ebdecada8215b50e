import { JobConfigurationError } from "prefect-core/provider";

export function invalidConfiguration(key: string, reason: string): JobConfigurationError {
  return new JobConfigurationError({ infrastructureType: "ecs", key, reason });
}
