import type { FaultQueue } from "../faults/fault-queue.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-exchange.ts";
import { startHttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { type AdmissionStep, createAdmission } from "./admission/admission.ts";
import { adminUser, controllerUser, serviceAccountName } from "./admission/api-user.ts";
import { enforceQuotas } from "./admission/quota.ts";
import { requireServiceAccounts } from "./admission/service-accounts.ts";
import type { ApiObject, Condition } from "./api/api-object.ts";
import { toApiTime } from "./api/api-object.ts";
import { loadObjectSchema } from "./api/object-schema.ts";
import type { Pod } from "./api/pod.ts";
import { nodeType, podType, resourceTypes } from "./api/resource-type.ts";
import { startGarbageCollector } from "./controllers/garbage-collector.ts";
import { startJobController } from "./controllers/job-controller.ts";
import { furnish, startNamespaceController } from "./controllers/namespace-controller.ts";
import { startScheduler } from "./controllers/scheduler.ts";
import { createControls, type KubernetesControls } from "./kubernetes-controls.ts";
import { toKubeconfig } from "./kubeconfig.ts";
import { startKubelet } from "./node/kubelet.ts";
import { createApiServer } from "./server/api-server.ts";
import { toOperation } from "./server/api-request.ts";
import { createObject } from "./server/create-object.ts";
import { createEventRecorder } from "./store/event-recorder.ts";
import { deleteObject } from "./store/delete-object.ts";
import { createObjectStore, type ObjectKey } from "./store/object-store.ts";
import { createTokens } from "./admission/tokens.ts";
import { type NodeOptions, toNode } from "./to-node.ts";

export interface KubernetesEmulatorOptions {
  /** What runs the containers. It is closed with the emulator. */
  readonly backend: WorkloadBackend;
  /** Default: one node with 16 processors, 64 GiB and room for 250 pods. */
  readonly nodes?: readonly NodeOptions[];
  /** Beside `default` and `kube-system`. */
  readonly namespaces?: readonly string[];
  /** Whether it speaks TLS, as clusters do. Default: true. */
  readonly isEncrypted?: boolean;
  /** Default: a free one. */
  readonly port?: number;
  /** Where a cluster waits before it tries again (image pulls, restarts, replaced pods), the first time. Default: 1. */
  readonly backoffSeconds?: number;
  /** Between the bookmarks of a watch. Default: 60. */
  readonly bookmarkSeconds?: number;
  /** Looks at, changes or refuses what is created, as admission webhooks do. */
  readonly admissionSteps?: readonly AdmissionStep[];
}

/** A cluster's API on 127.0.0.1. */
export interface KubernetesEmulator {
  readonly url: string;
  /**
   * How clients reach it, as JSON, which is also YAML. `user` is anybody's name, or `system:serviceaccount:NAMESPACE:NAME`;
   * what roles that are bound to it allow, it may do. Default: an administrator.
   */
  kubeconfig(options?: { readonly user?: string; readonly namespace?: string }): string;
  readonly controls: KubernetesControls;
  /** By operation: `create jobs`, `watch pods`, `get pods/log`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<HttpRequest, HttpAnswer>;
  /** Breaks every connection that there is, watches and logs that are followed too. */
  interrupt(): void;
  /** Creates an object as an administrator. */
  create(object: object): ApiObject;
  find(kind: string, namespace: string, name: string): ApiObject | null;
  list(kind: string, namespace?: string): readonly ApiObject[];
  close(): Promise<void>;
}

export async function startKubernetesEmulator({
  backend,
  nodes = [{}],
  namespaces = [],
  isEncrypted = true,
  port = 0,
  backoffSeconds = 1,
  bookmarkSeconds = 60,
  admissionSteps = [],
}: KubernetesEmulatorOptions): Promise<KubernetesEmulator> {
  const store = createObjectStore();
  const recordEvent = createEventRecorder(store);
  const tokens = createTokens();
  const admission = createAdmission([requireServiceAccounts(store), ...admissionSteps, enforceQuotas(store)]);
  const clusterEnv: Record<string, string> = {};
  let watches = new AbortController();

  const kubelet = startKubelet({
    store,
    backend,
    recordEvent,
    clusterEnv,
    backoffSeconds,
    issueToken: (namespace, name) => tokens.issue(serviceAccountName(namespace, name)),
  });
  const scheduler = startScheduler(store, recordEvent);
  const server = await startHttpServer({
    toOperation,
    isEncrypted,
    port,
    handle: createApiServer({
      store,
      admission,
      kubelet,
      schema: await loadObjectSchema(),
      bookmarkSeconds,
      findUser: (token) => tokens.find(token),
      evict,
      watchSignal: () => watches.signal,
    }),
  });
  Object.assign(clusterEnv, {
    KUBERNETES_SERVICE_HOST: "127.0.0.1",
    KUBERNETES_SERVICE_PORT: String(server.port),
    KUBERNETES_SERVICE_PORT_HTTPS: String(server.port),
  });
  const stops = [
    startNamespaceController(store, server.certificate),
    startGarbageCollector(store),
    startJobController({
      store,
      recordEvent,
      backoffSeconds,
      createPod: (pod) =>
        createObject(store, admission, {
          type: podType,
          namespace: pod.metadata.namespace ?? "",
          object: pod,
          user: controllerUser("job-controller"),
        }),
    }),
  ];
  for (const [index, node] of nodes.entries()) store.create(nodeType, toNode(node, index));

  function create(object: object): ApiObject {
    const { kind, metadata } = object as ApiObject;
    const type = findType(kind);
    const namespace = type.isNamespaced ? (metadata.namespace ?? "default") : "";
    return createObject(store, admission, { type, namespace, object: object as ApiObject, user: adminUser });
  }

  function evict(key: ObjectKey, options: object): void {
    const condition: Condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: "EvictionByEvictionAPI",
      message: "Eviction API: evicting",
      lastProbeTime: null,
      lastTransitionTime: toApiTime(),
    };
    const pod = store.modify<Pod>(podType, key, (stored) => ({
      ...stored,
      status: { ...stored.status, conditions: [...(stored.status.conditions ?? []), condition] },
    }));
    deleteObject(store, podType, pod, options);
  }

  for (const name of ["default", "kube-system", ...namespaces]) {
    create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    furnish(store, name, server.certificate);
  }

  function closeWatches(): void {
    watches.abort();
    watches = new AbortController();
  }

  return {
    url: server.url,
    requests: server.requests,
    faults: server.faults,
    interrupt: server.interrupt,
    controls: createControls({ store, kubelet, scheduler, recordEvent, closeWatches }),
    kubeconfig: ({ user = adminUser.name, namespace = "default" } = {}) =>
      toKubeconfig({ server: server.url, certificate: server.certificate, user, token: tokens.issue(user), namespace }),
    create,
    find: (kind, namespace, name) => store.find(findType(kind), { namespace, name }),
    list: (kind, namespace) => store.list(findType(kind), namespace),
    async close() {
      for (const stop of stops) stop();
      scheduler.close();
      await server.close();
      await kubelet.close();
      await backend.close();
    },
  };
}

function findType(kind: string): (typeof resourceTypes)[number] {
  const type = resourceTypes.find((each) => each.kind === kind);
  if (type === undefined) throw new Error(`The emulator knows no ${kind}.`);
  return type;
}
