import { randomBytes, randomUUID } from "node:crypto";
import type { ApiObject } from "./api-object.ts";
import type { Job, JobSpec } from "./job.ts";
import type { Container, Pod, PodSpec } from "./pod.ts";
import { jobType, namespaceType, podType, type ResourceType, secretType } from "./resource-type.ts";

/** Fills in what the server fills in when an object is created. */
export function withDefaults(type: ResourceType, object: ApiObject): ApiObject {
  if (type === jobType) return withJobDefaults(object as Job);
  if (type === podType) return withPodDefaults(object as Pod);
  if (type === secretType) return withSecretDefaults(object);
  if (type === namespaceType) {
    const labels = { "kubernetes.io/metadata.name": object.metadata.name, ...object.metadata.labels };
    const metadata = { ...object.metadata, labels };
    return { ...object, metadata, spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } };
  }
  return object;
}

function withJobDefaults(job: Job): Job {
  const given = job.spec as Partial<JobSpec> & Pick<JobSpec, "template">;
  const templateLabels = given.template.metadata?.labels ?? {};
  // The selector has to name it, so it is not left to the store.
  const uid = randomUUID();
  const controllerLabels = {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": job.metadata.name,
    "controller-uid": uid,
    "job-name": job.metadata.name,
  };
  const { labels: ownLabels = {} } = job.metadata;
  const labels = Object.keys(ownLabels).length === 0 ? templateLabels : ownLabels;
  const { parallelism = 1, completions = given.parallelism === undefined ? 1 : undefined } = given;
  return {
    ...job,
    metadata: { ...job.metadata, uid, generation: 1, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {
      completionMode: "NonIndexed",
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: given.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed",
      ...given,
      parallelism,
      ...(completions === undefined ? {} : { completions }),
      backoffLimit: given.backoffLimit ?? 6,
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } },
      template: {
        ...given.template,
        metadata: {
          ...given.template.metadata,
          creationTimestamp: null as never,
          labels: { ...templateLabels, ...controllerLabels },
        },
        spec: withPodSpecDefaults(given.template.spec),
      },
    },
    status: {},
  };
}

function withPodDefaults(pod: Pod): Pod {
  const { serviceAccountName = "default", tolerations = [] } = pod.spec;
  const spec = withServiceAccountToken({ ...withPodSpecDefaults(pod.spec), serviceAccountName });
  return {
    ...pod,
    spec: {
      preemptionPolicy: "PreemptLowerPriority",
      priority: 0,
      ...spec,
      serviceAccount: serviceAccountName,
      enableServiceLinks: pod.spec["enableServiceLinks"] ?? true,
      tolerations: [...tolerations, ...["not-ready", "unreachable"].map(toNodeToleration)],
    },
    status: { phase: "Pending", qosClass: qualityOf(spec) },
  };
}

function toNodeToleration(name: string): object {
  return { key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 };
}

const tokenDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

function withServiceAccountToken(spec: PodSpec): PodSpec {
  if (spec.automountServiceAccountToken === false) return spec;
  const name = `kube-api-access-${randomBytes(3).toString("hex").slice(0, 5)}`;
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
    { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    {
      downwardAPI: {
        items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
      },
    },
  ];
  const mount = (container: Container): Container =>
    container.volumeMounts?.some(({ mountPath }) => mountPath === tokenDirectory) === true
      ? container
      : {
          ...container,
          volumeMounts: [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: tokenDirectory }],
        };
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), { name, projected: { sources, defaultMode: 420 } }],
    containers: spec.containers.map(mount),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mount) }),
  };
}

function withPodSpecDefaults(spec: PodSpec): PodSpec {
  return {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    ...spec,
    ...(spec.serviceAccountName === undefined ? {} : { serviceAccount: spec.serviceAccountName }),
    containers: spec.containers.map(withContainerDefaults),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(withContainerDefaults) }),
  };
}

function withContainerDefaults(container: Container): Container {
  const { requests = {}, limits } = container.resources ?? {};
  const needed = { ...limits, ...requests };
  return {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: isLatest(container.image) ? "Always" : "IfNotPresent",
    ...container,
    resources: {
      ...(limits === undefined ? {} : { limits }),
      ...(Object.keys(needed).length === 0 ? {} : { requests: needed }),
    },
  };
}

function isLatest(image = ""): boolean {
  const name = image.slice(image.lastIndexOf("/") + 1);
  return !name.includes("@") && (!name.includes(":") || name.endsWith(":latest"));
}

function qualityOf({ containers }: PodSpec): string {
  const isGuaranteed = containers.every(({ resources = {} }) =>
    ["cpu", "memory"].every((name) => {
      const limit = resources.limits?.[name];
      return limit !== undefined && (resources.requests?.[name] ?? limit) === limit;
    }),
  );
  if (isGuaranteed) return "Guaranteed";
  const hasAny = containers.some(
    ({ resources = {} }) => Object.keys({ ...resources.limits, ...resources.requests }).length > 0,
  );
  return hasAny ? "Burstable" : "BestEffort";
}

function withSecretDefaults({ stringData, data, ...secret }: ApiObject): ApiObject {
  const plain = Object.entries((stringData ?? {}) as Readonly<Record<string, string>>);
  const encoded = Object.fromEntries(plain.map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
  const all = { ...(data as object | undefined), ...encoded };
  return { type: "Opaque", ...secret, ...(Object.keys(all).length === 0 ? {} : { data: all }) };
}
