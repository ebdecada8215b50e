import type { ContainerDefinition, ContainerOverride } from "@aws-sdk/client-ecs";
import type { RunTaskInput, StoredDefinition } from "./ecs-shapes.ts";

/** Where tasks get the credentials of their role, as far as they have one. */
export const credentialsPath = "/task-credentials";

/** Variables of a container without its secrets: what the service sets, the definition's, and the run's own. Pure. */
export function toTaskEnvironment(
  { container, override }: { readonly container: ContainerDefinition; readonly override: ContainerOverride },
  { definition, request }: { readonly definition: StoredDefinition; readonly request: RunTaskInput },
  { region, url }: { readonly region: string; readonly url: string },
): Readonly<Record<string, string>> {
  const isFargate = definition.requiresCompatibilities?.includes("FARGATE") === true;
  const role = request.overrides?.taskRoleArn ?? definition.taskRoleArn;
  const given = [...(container.environment ?? []), ...(override.environment ?? [])];
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: isFargate ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2",
    // The service names it relative to an address that is link-local.
    ...(role === undefined ? {} : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}${credentialsPath}` }),
    ...Object.fromEntries(given.map(({ name = "", value = "" }) => [name, value])),
  };
}

/** What a task is answered there. */
export function taskCredentials(): object {
  return {
    AccessKeyId: "task-access-key",
    SecretAccessKey: "task-secret-key",
    Token: "task-session-token",
    Expiration: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  };
}
