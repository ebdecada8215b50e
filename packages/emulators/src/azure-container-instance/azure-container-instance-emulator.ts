import type { FaultQueue } from "../faults/fault-queue.ts";
import { type HttpAnswer, type HttpRequest, readJson } from "../http/http-exchange.ts";
import { startHttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { ArmError, toErrorAnswer } from "./arm-error.ts";
import { type ArmRoute, requiredAction, toRoute } from "./arm-route.ts";
import { checkGroup } from "./check-group.ts";
import type { GroupBody } from "./group-body.ts";
import { type GroupRun, type ProvisioningProblem, startGroup } from "./group-run.ts";

export interface AzureContainerInstanceEmulatorOptions {
  /** What runs the containers. It is closed with the emulator. */
  readonly backend: WorkloadBackend;
  /** By name, where each is. Default: `test` in `westeurope`. */
  readonly resourceGroups?: Readonly<Record<string, string>>;
  /** How long a group is being made. Default: 200. */
  readonly provisioningMilliseconds?: number;
  /** What a stopped container is given to end. Default: 30. */
  readonly stopGraceSeconds?: number;
  /** How many groups there may be. Default: 100. */
  readonly maximumGroups?: number;
  /** Actions of roles that the client lacks: `Microsoft.ContainerInstance/containerGroups/write`. */
  readonly deniedActions?: readonly string[];
}

/** Azure Resource Manager with Container Instances on 127.0.0.1, over TLS. */
export interface AzureContainerInstanceEmulator {
  readonly url: string;
  /** What a client must trust. */
  readonly certificate: string;
  /** By operation: `put containerGroups`, `get logs`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<HttpRequest, HttpAnswer>;
  /** Names of the groups that there are. */
  groups(): readonly string[];
  /** The next group is accepted, and then not made. */
  failNextProvisioning(problem: ProvisioningProblem): void;
  /** Removes a group behind everybody's back. */
  removeGroup(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function startAzureContainerInstanceEmulator({
  backend,
  resourceGroups = { test: "westeurope" },
  provisioningMilliseconds = 200,
  stopGraceSeconds = 30,
  maximumGroups = 100,
  deniedActions = [],
}: AzureContainerInstanceEmulatorOptions): Promise<AzureContainerInstanceEmulator> {
  const groups = new Map<string, GroupRun>();
  const operations = new Map<string, () => string>();
  const problems: ProvisioningProblem[] = [];
  const stops = new Set<Promise<void>>();

  const keyOf = ({ resourceGroup, group }: ArmRoute): string => `${resourceGroup}/${group}`.toLowerCase();

  function authorize(route: ArmRoute): void {
    const action = requiredAction(route);
    if (action === null || !deniedActions.includes(action)) return;
    throw new ArmError(
      403,
      "AuthorizationFailed",
      `The client 'test' with object id 'test' does not have authorization to perform action '${action}' over scope ` +
        `'${route.scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  }

  function findGroup(route: ArmRoute): GroupRun {
    const group = groups.get(keyOf(route));
    if (group !== undefined) return group;
    const resource = `Microsoft.ContainerInstance/containerGroups/${route.group}`;
    const message = `The Resource '${resource}' under resource group '${route.resourceGroup}' was not found.`;
    throw new ArmError(
      404,
      "ResourceNotFound",
      `${message} For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
  }

  function requireRest(group: GroupRun, name: string): void {
    if (!group.isTransitioning) return;
    const message = `The container group '${name}' is still transitioning, please retry later.`;
    throw new ArmError(409, "ContainerGroupTransitioning", message);
  }

  async function put(route: ArmRoute, request: HttpRequest): Promise<HttpAnswer> {
    const body = readJson(request) as GroupBody;
    const known = groups.get(keyOf(route));
    if (known !== undefined) requireRest(known, route.group);
    await checkGroup(backend, route.group, body);
    if (known === undefined && groups.size >= maximumGroups) {
      const message =
        `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'ContainerGroups' exceeded in ` +
        `region '${body.location}'. Limit: '${maximumGroups}', Usage: '${groups.size}' Requested: '1'.`;
      throw new ArmError(409, "ContainerGroupQuotaReached", message);
    }
    await known?.remove();
    // Another request may have come first.
    const other = groups.get(keyOf(route));
    if (other !== known && other !== undefined) requireRest(other, route.group);
    const id = `${route.scope}/providers/Microsoft.ContainerInstance/containerGroups/${route.group}`;
    const problem = problems.shift() ?? null;
    const group = startGroup({ id, name: route.group, body, backend, provisioningMilliseconds, problem });
    groups.set(keyOf(route), group);
    operations.set(group.operationId, () => group.provisioningState);
    return {
      status: known === undefined ? 201 : 200,
      headers: operationHeaders(route, group.operationId, request),
      body: group.view({ hasInstanceView: true }),
    };
  }

  async function remove(route: ArmRoute): Promise<void> {
    const group = groups.get(keyOf(route));
    await group?.remove();
    if (groups.get(keyOf(route)) === group) groups.delete(keyOf(route));
  }

  function operationHeaders(route: ArmRoute, id: string, request: HttpRequest): Readonly<Record<string, string>> {
    const path = `/subscriptions/${route.subscription}/providers/Microsoft.ContainerInstance/locations/any/operations/${id}`;
    return { "azure-asyncoperation": `https://${request.headers.host}${path}?api-version=2023-05-01` };
  }

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    const route = toRoute(request);
    if (route === null) throw new ArmError(404, "InvalidResourceType", `The path '${request.path}' is not emulated.`);
    if (!String(request.headers.authorization).startsWith("Bearer ")) {
      throw new ArmError(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
    }
    if (route.kind === "operation") {
      const status = operations.get(route.operation)?.() ?? "Succeeded";
      return { body: { status: status === "Pending" || status === "Creating" ? "InProgress" : status } };
    }
    authorize(route);
    const location = Object.entries(resourceGroups).find(
      ([name]) => name.toLowerCase() === route.resourceGroup.toLowerCase(),
    )?.[1];
    if (location === undefined) {
      throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${route.resourceGroup}' could not be found.`);
    }
    switch (route.kind) {
      case "resourceGroup":
        return { body: { id: route.scope, name: route.resourceGroup, location } };
      case "permissions":
        return { body: { value: [{ actions: ["*"], notActions: deniedActions }] } };
      case "groups": {
        const prefix = `${route.resourceGroup}/`.toLowerCase();
        const own = [...groups].filter(([key]) => key.startsWith(prefix));
        return { body: { value: own.map(([, group]) => group.view({ hasInstanceView: false })) } };
      }
      case "stop": {
        const group = findGroup(route);
        requireRest(group, route.group);
        const stopping = group.stop(stopGraceSeconds).finally(() => stops.delete(stopping));
        stops.add(stopping);
        return { status: 204 };
      }
      case "logs": {
        const container = findGroup(route).container(route.container);
        const tail = request.query.get("tail");
        const options = {
          tail: tail === null ? null : Number(tail),
          hasTimestamps: request.query.get("timestamps") === "true",
        };
        return { body: { content: (await container?.log(options)) ?? null } };
      }
      case "group":
        if (request.method === "PUT") return await put(route, request);
        if (request.method === "DELETE") {
          const group = groups.get(keyOf(route));
          if (group === undefined) return { status: 204 };
          const removing = remove(route).finally(() => stops.delete(removing));
          stops.add(removing);
          return {
            status: 202,
            headers: operationHeaders(route, group.operationId, request),
            body: group.view({ hasInstanceView: false }),
          };
        }
        return { body: findGroup(route).view({ hasInstanceView: true }) };
    }
  }

  const server = await startHttpServer({
    isEncrypted: true,
    // For whoever reaches it by a proxy, under the service's own name.
    hostNames: ["management.azure.com"],
    toOperation: (request) => {
      const route = toRoute(request);
      return route === null ? `${request.method} ${request.path}` : `${request.method.toLowerCase()} ${route.kind}`;
    },
    handle: (request) =>
      answer(request).catch((error: unknown) => {
        if (error instanceof ArmError) return toErrorAnswer(error);
        throw error;
      }),
  });

  return {
    url: server.url,
    certificate: server.certificate ?? "",
    requests: server.requests,
    faults: server.faults,
    groups: () => [...groups.keys()].map((key) => key.slice(key.indexOf("/") + 1)),
    failNextProvisioning: (problem) => void problems.push(problem),
    async removeGroup(name) {
      const [key, group] = [...groups].find(([known]) => known.endsWith(`/${name}`)) ?? [];
      if (key === undefined || group === undefined) return;
      groups.delete(key);
      await group.remove();
    },
    async close() {
      await server.close();
      await Promise.allSettled([...groups.values()].map((group) => group.remove()));
      await Promise.allSettled(stops);
      await backend.close();
    },
  };
}
