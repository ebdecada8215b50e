import type { JsonObject } from "prefect-core/provider";
import type { ArmRequest, AzureContainerInstanceClient } from "./azure-container-instance-client.ts";
import type { ContainerGroupView } from "./container-group-view.ts";
import { isNotFound } from "./errors/azure-api-error.ts";
import type { ContainerGroupRequest } from "./to-container-group.ts";

/** The container groups of one resource group. Every method sends one request for each page, which is not repeated. */
export interface ContainerGroups {
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  /** Where the resource group is: `westeurope`. */
  location(signal?: AbortSignal): Promise<string>;
  put(group: ContainerGroupRequest, signal?: AbortSignal): Promise<ContainerGroupView>;
  /** `null` where there is none. */
  read(name: string, signal?: AbortSignal): Promise<ContainerGroupView | null>;
  /** Without instance views. */
  list(): Promise<readonly ContainerGroupView[]>;
  /** Each line after its time. `tail`: only so many lines from the end. */
  readLog(name: string, container: string, tail: number | null, signal?: AbortSignal): Promise<string>;
  stop(name: string): Promise<void>;
  /** Returns once Azure has taken it on; no error where there is none. */
  remove(name: string): Promise<void>;
  /** What the asking credentials may do in the resource group. */
  permissions(): Promise<readonly AllowedActions[]>;
}

/** What one role of somebody allows, with `*` for any part. */
export interface AllowedActions {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
}

const apiVersion = "2023-05-01";
const resourceGroupApiVersion = "2021-04-01";
const permissionsApiVersion = "2022-04-01";

export function createContainerGroups(
  client: AzureContainerInstanceClient,
  { subscriptionId, resourceGroup }: { readonly subscriptionId: string; readonly resourceGroup: string },
): ContainerGroups {
  const scope = `/subscriptions/${encodeURIComponent(subscriptionId)}/resourceGroups/${encodeURIComponent(resourceGroup)}`;
  const groups = `${scope}/providers/Microsoft.ContainerInstance/containerGroups`;
  const where = `in the resource group ${resourceGroup}`;

  const send = (
    operation: string,
    method: ArmRequest["method"],
    path: string,
    { query = {}, ...rest }: Partial<Pick<ArmRequest, "query" | "body" | "signal">> = {},
  ): Promise<unknown> =>
    client.send({ operation, method, path, query: { "api-version": apiVersion, ...query }, ...rest });

  async function readAll<Item>(operation: string, path: string, version: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let query: Readonly<Record<string, string>> = { "api-version": version };
    for (;;) {
      const page = (await send(operation, "GET", path, { query })) as {
        readonly value?: readonly Item[];
        readonly nextLink?: string | null;
      } | null;
      items.push(...(page?.value ?? []));
      const next = page?.nextLink;
      if (next === undefined || next === null || next === "") return items;
      query = Object.fromEntries(new URL(next).searchParams);
    }
  }

  return {
    resourceGroup,
    subscriptionId,
    async location(signal) {
      const query = { "api-version": resourceGroupApiVersion };
      const answer = await send(`read the resource group ${resourceGroup}`, "GET", scope, { query, signal });
      return String((answer as JsonObject)["location"]);
    },
    async put({ name, apiVersion: version, body }, signal) {
      const operation = `create the container group ${name} ${where}`;
      const query = { "api-version": version };
      return (await send(operation, "PUT", `${groups}/${name}`, { query, body, signal })) as ContainerGroupView;
    },
    async read(name, signal) {
      try {
        const path = `${groups}/${encodeURIComponent(name)}`;
        return (await send(`read the container group ${name} ${where}`, "GET", path, { signal })) as ContainerGroupView;
      } catch (error) {
        if (isNotFound(error) && !isMissingScope(error)) return null;
        throw error;
      }
    },
    list: () => readAll(`list the container groups ${where}`, groups, apiVersion),
    async readLog(name, container, tail, signal) {
      const path = `${groups}/${encodeURIComponent(name)}/containers/${encodeURIComponent(container)}/logs`;
      const query = { timestamps: "true", ...(tail === null ? {} : { tail: String(tail) }) };
      const answer = await send(`read the output of the container group ${name} ${where}`, "GET", path, {
        query,
        signal,
      });
      return String((answer as { readonly content?: string | null } | null)?.content ?? "");
    },
    async stop(name) {
      await send(`stop the container group ${name} ${where}`, "POST", `${groups}/${encodeURIComponent(name)}/stop`);
    },
    async remove(name) {
      try {
        await send(`delete the container group ${name} ${where}`, "DELETE", `${groups}/${encodeURIComponent(name)}`);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
    permissions: () =>
      readAll(
        `read your permissions ${where}`,
        `${scope}/providers/Microsoft.Authorization/permissions`,
        permissionsApiVersion,
      ),
  };
}

/** Whether it is the resource group or the subscription that is missing. */
function isMissingScope(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code !== "ResourceNotFound";
}
