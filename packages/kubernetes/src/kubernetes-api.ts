import type { IncomingMessage } from "node:http";
import { objectAt, type JsonObject } from "prefect-core/provider";
import type { ClusterEvent, Job, ObjectMetadata } from "./cluster-objects.ts";
import type { ClusterConnection } from "./kubernetes-client.ts";
import { readAnswer, sendRequest } from "./send-request.ts";

/** Resources that are listed and watched. */
export type WatchedResource = "jobs" | "pods";

export interface ResourceList<T> {
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items: readonly T[];
}

export interface AccessQuestion {
  readonly verb: string;
  /** `batch`; empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string;
}

/** The cluster's API, as far as it is used. Throws `KubernetesApiError` and `ClusterUnreachableError`. */
export interface KubernetesApi {
  readonly connection: ClusterConnection;
  createJob(namespace: string, job: JsonObject): Promise<Job>;
  readJob(namespace: string, name: string): Promise<Job>;
  /** `Foreground`: the Job is gone after its pods; `Background`: before them. */
  deleteJob(namespace: string, name: string, propagation: "Foreground" | "Background"): Promise<void>;
  deletePod(namespace: string, name: string, graceSeconds: number): Promise<void>;
  createSecret(namespace: string, secret: JsonObject): Promise<void>;
  /** Has the Secret removed with the Job. */
  ownSecret(namespace: string, name: string, owner: ObjectMetadata): Promise<void>;
  deleteSecret(namespace: string, name: string): Promise<void>;
  list<T>(
    resource: WatchedResource,
    namespace: string,
    selector: string,
    signal?: AbortSignal,
  ): Promise<ResourceList<T>>;
  /** Lines of JSON from after a version on. */
  watch(
    resource: WatchedResource,
    namespace: string,
    query: { readonly selector: string; readonly resourceVersion: string; readonly signal: AbortSignal },
  ): Promise<IncomingMessage>;
  /** All of them, which clusters keep for an hour. */
  listEvents(namespace: string): Promise<readonly ClusterEvent[]>;
  /** Lines with their timestamps. */
  readLog(
    pod: { readonly namespace: string; readonly name: string; readonly container: string },
    options: { readonly follow: boolean; readonly since: string | null; readonly signal: AbortSignal },
  ): Promise<IncomingMessage>;
  mayI(question: AccessQuestion): Promise<{ readonly isAllowed: boolean; readonly reason: string }>;
}

/** The server ends a watch after this time, and another one goes on from there. */
const watchSeconds = 290;
const pageSize = 500;

const bases: Readonly<Record<WatchedResource, string>> = { jobs: "/apis/batch/v1", pods: "/api/v1" };

export function createKubernetesApi(connection: ClusterConnection): KubernetesApi {
  const jobs = (namespace: string, name = ""): string => path("/apis/batch/v1", namespace, "jobs", name);
  const secrets = (namespace: string, name = ""): string => path("/api/v1", namespace, "secrets", name);
  return {
    connection,
    createJob: (namespace, job) =>
      readAnswer(connection, {
        operation: `create the Job ${nameOf(job)} in the namespace ${namespace}`,
        method: "POST",
        path: jobs(namespace),
        body: job,
      }),
    readJob: (namespace, name) =>
      readAnswer(connection, { operation: `read the Job ${name}`, method: "GET", path: jobs(namespace, name) }),
    async deleteJob(namespace, name, propagationPolicy) {
      await readAnswer(connection, {
        operation: `delete the Job ${name}`,
        method: "DELETE",
        path: jobs(namespace, name),
        body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy },
      });
    },
    async deletePod(namespace, name, graceSeconds) {
      await readAnswer(connection, {
        operation: `delete the pod ${name}`,
        method: "DELETE",
        path: path("/api/v1", namespace, "pods", name),
        // With 0 the pod would be gone from the API before its container has ended.
        body: { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: Math.max(1, Math.ceil(graceSeconds)) },
      });
    },
    async createSecret(namespace, secret) {
      await readAnswer(connection, {
        operation: `create the Secret ${nameOf(secret)} in the namespace ${namespace}`,
        method: "POST",
        path: secrets(namespace),
        body: secret,
      });
    },
    async ownSecret(namespace, name, { name: owner, uid = "" }) {
      const ownerReferences = [{ apiVersion: "batch/v1", kind: "Job", name: owner, uid, blockOwnerDeletion: false }];
      await readAnswer(connection, {
        operation: `have the Secret ${name} removed with its Job`,
        method: "PATCH",
        path: secrets(namespace, name),
        contentType: "application/merge-patch+json",
        body: { metadata: { ownerReferences } },
      });
    },
    async deleteSecret(namespace, name) {
      await readAnswer(connection, {
        operation: `delete the Secret ${name}`,
        method: "DELETE",
        path: secrets(namespace, name),
      });
    },
    list: (resource, namespace, labelSelector, signal) =>
      listAll(connection, {
        operation: `list ${resource} in the namespace ${namespace}`,
        path: path(bases[resource], namespace, resource),
        labelSelector,
        signal,
      }),
    watch: (resource, namespace, { selector: labelSelector, resourceVersion, signal }) =>
      sendRequest(connection, {
        operation: `watch ${resource} in the namespace ${namespace}`,
        method: "GET",
        path: path(bases[resource], namespace, resource),
        query: {
          watch: true,
          allowWatchBookmarks: true,
          timeoutSeconds: watchSeconds,
          labelSelector,
          resourceVersion,
        },
        signal,
      }),
    async listEvents(namespace) {
      const { items } = await listAll<ClusterEvent>(connection, {
        operation: `list events in the namespace ${namespace}`,
        path: path("/api/v1", namespace, "events"),
        labelSelector: null,
      });
      return items;
    },
    readLog: ({ namespace, name, container }, { follow, since: sinceTime, signal }) =>
      sendRequest(connection, {
        operation: `give the output of the pod ${name}`,
        method: "GET",
        path: path("/api/v1", namespace, "pods", name, "log"),
        query: { container, follow, timestamps: true, sinceTime },
        signal,
      }),
    async mayI({ verb, group, resource, subresource = "", namespace }) {
      const resourceAttributes = { verb, group, resource, subresource, namespace };
      const { status } = await readAnswer<{
        readonly status?: { readonly allowed?: boolean; readonly reason?: string };
      }>(connection, {
        operation: "say what these credentials may do",
        method: "POST",
        path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } },
      });
      return { isAllowed: status?.allowed === true, reason: status?.reason ?? "" };
    },
  };
}

interface Listing {
  readonly operation: string;
  readonly path: string;
  readonly labelSelector: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** All pages of a list, with the version of the last one. */
async function listAll<T>(
  connection: ClusterConnection,
  { operation, path: listed, labelSelector, signal }: Listing,
): Promise<ResourceList<T>> {
  const items: T[] = [];
  for (let token: string | null = null; ;) {
    const page: ResourceList<T> = await readAnswer(connection, {
      operation,
      method: "GET",
      path: listed,
      query: { labelSelector, limit: pageSize, continue: token },
      signal,
    });
    items.push(...page.items);
    token = page.metadata.continue || null;
    if (token === null) return { metadata: page.metadata, items };
  }
}

function path(base: string, namespace: string, resource: string, ...names: readonly string[]): string {
  const parts = ["namespaces", namespace, resource, ...names].filter((part) => part !== "");
  return `${base}/${parts.map(encodeURIComponent).join("/")}`;
}

function nameOf(object: JsonObject): string {
  return String(objectAt(object, "metadata")["name"]);
}
