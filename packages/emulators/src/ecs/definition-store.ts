import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "./aws-error.ts";
import { now, type StoredDefinition, toArn } from "./ecs-shapes.ts";
import { checkFargateSize } from "./fargate-sizes.ts";

export interface DefinitionStore {
  register(request: RegisterTaskDefinitionRequest): StoredDefinition;
  /** By ARN, `family:revision`, or family, of which it is the latest active one. */
  find(name: string): StoredDefinition | null;
  list(family: string, status: string): readonly StoredDefinition[];
  families(prefix: string): readonly string[];
  deregister(name: string): StoredDefinition;
  /** Has all been registered so much earlier. */
  age(seconds: number): void;
}

const maximumBytes = 65_536;

export function createDefinitionStore(region: string): DefinitionStore {
  const stored: StoredDefinition[] = [];
  const revisions = new Map<string, number>();

  function find(name: string): StoredDefinition | null {
    const [family = "", revision] = name.replace(/^arn:.*:task-definition\//, "").split(":");
    const ofFamily = stored.filter((definition) => definition.family === family);
    if (revision !== undefined) return ofFamily.find((one) => one.revision === Number(revision)) ?? null;
    return ofFamily.findLast(({ status }) => status === "ACTIVE") ?? null;
  }

  return {
    find,
    register({ tags = [], ...request }) {
      checkDefinition(request);
      const family = request.family ?? "";
      const revision = (revisions.get(family) ?? 0) + 1;
      revisions.set(family, revision);
      const definition = {
        volumes: [],
        placementConstraints: [],
        ...request,
        family,
        revision,
        containerDefinitions: (request.containerDefinitions ?? []).map((container) => ({
          // What the service completes.
          cpu: 0,
          essential: true,
          environment: [],
          mountPoints: [],
          portMappings: [],
          volumesFrom: [],
          systemControls: [],
          ...container,
        })),
        compatibilities: request.networkMode === "awsvpc" ? ["EC2", "FARGATE"] : ["EXTERNAL", "EC2"],
        taskDefinitionArn: toArn(region, `task-definition/${family}:${revision}`),
        registeredAt: now(),
        status: "ACTIVE",
        tags,
      } as StoredDefinition;
      stored.push(definition);
      return definition;
    },
    list: (family, status) =>
      stored.filter((definition) => definition.family.startsWith(family) && definition.status === status).toReversed(),
    families: (prefix) => [
      ...new Set(
        stored
          .filter(({ family, status }) => family.startsWith(prefix) && status === "ACTIVE")
          .map(({ family }) => family),
      ),
    ],
    age(seconds) {
      for (const definition of stored) definition.registeredAt = (definition.registeredAt ?? now()) - seconds;
    },
    deregister(name) {
      const found = find(name);
      if (found === null) throw new AwsError("ClientException", "Unable to describe task definition.");
      if (found.status === "INACTIVE") {
        throw new AwsError("InvalidParameterException", "The specified task definition is inactive.");
      }
      found.status = "INACTIVE";
      return found;
    },
  };
}

function checkDefinition(request: RegisterTaskDefinitionRequest): void {
  const { family = "", containerDefinitions = [], requiresCompatibilities = [] } = request;
  const refuse = (message: string): never => {
    throw new AwsError("ClientException", message);
  };
  if (!/^[\w-]{1,255}$/.test(family)) refuse("Family contains invalid characters.");
  if (containerDefinitions.length === 0) refuse("Container list cannot be empty.");
  const bytes = Buffer.byteLength(JSON.stringify(request));
  if (bytes > maximumBytes) refuse(`Actual length: '${bytes}'. Max allowed length is '${maximumBytes}' bytes.`);
  for (const {
    image,
    secrets = [],
    environment = [],
    logConfiguration,
    memory,
    memoryReservation,
  } of containerDefinitions) {
    if (image === undefined || image === "") refuse("Container.image should not be null or empty.");
    const names = [...secrets, ...environment].map(({ name }) => name);
    if (new Set(names).size < names.length)
      refuse(
        "The secret name must be unique and not shared with any new or existing environment variables set on the container.",
      );
    if (request.memory === undefined && memory === undefined && memoryReservation === undefined) {
      refuse("Invalid setting for container. At least one of 'memory' or 'memoryReservation' must be specified.");
    }
    const needsRole = secrets.length > 0 || logConfiguration?.logDriver === "awslogs";
    if (needsRole && requiresCompatibilities.includes("FARGATE") && request.executionRoleArn === undefined) {
      refuse("Fargate requires task definition to have execution role ARN to support log driver awslogs.");
    }
  }
  if (!requiresCompatibilities.includes("FARGATE")) return;
  if (request.networkMode !== "awsvpc") refuse("When networkMode=awsvpc is not set, Fargate cannot be used.");
  checkFargateSize(request.cpu, request.memory);
}
