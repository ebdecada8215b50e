import { objectAt, objectsAt, toRunObjectName, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL, patchRequest } from "prefect-core/provider";
import { toEnvironmentEntries } from "./environment-entries.ts";
import { flowContainerOf, podSpecOf, withPodSpec } from "./job-manifest.ts";
import { jobNameRules } from "./job-name.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import { toAnnotations, toLabels } from "./label-syntax.ts";
import { toLiteral } from "./literal-text.ts";
import {
  attemptLabels,
  containerAnnotation,
  expiryAnnotation,
  recommendedLabels,
  secretAnnotation,
} from "./run-labels.ts";
import { toRunSecret, toSecretVolume } from "./run-secret.ts";
import type { RunSecret } from "./run-secret.ts";

/** What an attempt is on a cluster. */
export interface JobObjects {
  readonly job: JsonObject;
  /** Made before the Job and owned by it; `null` where the run has no secrets. */
  readonly secret: JsonObject | null;
}

// What a Job whose submitter died is removed after, by the cluster itself.
const retentionSeconds = 7 * 86_400;

/** Pure: what a run is as a Job. Throws `JobConfigurationError` for a patch that does not apply. */
export function toJob(request: LaunchRequest<KubernetesConfiguration>, image: string): JobObjects {
  const { manifest, namespace, patch, isKept } = request.configuration;
  const name = toRunObjectName(request.name, request.flowRunId, request.attempt, jobNameRules);
  const secret = toRunSecret(request);
  const labels = toLabels({ ...recommendedLabels(request.labels), ...labelsOf(manifest), ...request.labels });
  const annotations = toAnnotations(objectAt(objectAt(manifest, "metadata"), "annotations"));
  const plain = withMetadata(withPod(request, { image, secret, name }), { labels, annotations });
  const spec = {
    backoffLimit: 0,
    ttlSecondsAfterFinished: retentionSeconds,
    ...toDeadline(request),
    ...objectAt(plain, "spec"),
  };
  const complete = { ...plain, spec };
  const patched = patch === null ? complete : patchRequest(complete, patch, "kubernetes");
  const identity: Identity = {
    name,
    namespace,
    labels: toLabels({ ...request.labels, ...attemptLabels(request), ...(isKept ? { [KEPT_LABEL]: "true" } : {}) }),
    annotations: {
      [expiryAnnotation]: request.expiresAt.toISOString(),
      [containerAnnotation]: String(flowContainerOf(patched)["name"] ?? ""),
      ...(secret === null ? {} : { [secretAnnotation]: name }),
    },
  };
  return {
    job: withIdentity(patched, identity),
    secret: secret === null ? null : toSecretObject(secret, { ...identity, labels: { ...labels, ...identity.labels } }),
  };
}

/** The cluster counts from when it has taken the Job in, before any pod of it starts. */
function toDeadline({ deadlineSeconds, startTimeoutSeconds = 0 }: LaunchRequest<unknown>): JsonObject {
  if (deadlineSeconds === undefined) return {};
  return { activeDeadlineSeconds: Math.ceil(deadlineSeconds + startTimeoutSeconds) };
}

/** By what a Job and its Secret are found again. */
interface Identity {
  readonly name: string;
  readonly namespace: string;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
}

/** The Job under another name; its Secret keeps its own. */
export function renameJob(job: JsonObject, name: string): JsonObject {
  return { ...job, metadata: { ...objectAt(job, "metadata"), name } };
}

function labelsOf(manifest: JsonObject): JsonObject {
  return objectAt(objectAt(manifest, "metadata"), "labels");
}

/** The flow's container completed; other containers and init containers stay as they are. */
function withPod(
  request: LaunchRequest<KubernetesConfiguration>,
  { image, secret, name }: { readonly image: string; readonly secret: RunSecret | null; readonly name: string },
): JsonObject {
  const { manifest, gpus } = request.configuration;
  const podSpec = podSpecOf(manifest);
  const container = flowContainerOf(manifest);
  const { pod, mounts } = toSecretVolume(secret, name, podSpec);
  const completed = {
    ...container,
    image,
    args: request.command.map(toLiteral),
    env: toEnvironmentEntries(request, container["env"], secret, name),
    ...(mounts.length === 0 ? {} : { volumeMounts: [...objectsAt(container, "volumeMounts"), ...mounts] }),
    ...withGpus(container, gpus),
  };
  const others = objectsAt(podSpec, "containers").slice(1);
  return withPodSpec(manifest, { ...podSpec, ...pod, containers: [completed, ...others] });
}

function withGpus(container: JsonObject, gpus: number): JsonObject {
  if (gpus === 0) return {};
  const resources = objectAt(container, "resources");
  return { resources: { ...resources, limits: { ...objectAt(resources, "limits"), "nvidia.com/gpu": gpus } } };
}

/** The same labels and annotations on Job and pod; what the pod's template has of its own stays. */
function withMetadata(
  manifest: JsonObject,
  { labels, annotations }: { readonly labels: JsonObject; readonly annotations: JsonObject },
): JsonObject {
  const { generateName: _generated, name: _name, ...metadata } = objectAt(manifest, "metadata");
  const spec = objectAt(manifest, "spec");
  const template = objectAt(spec, "template");
  const ofPod = objectAt(template, "metadata");
  return {
    ...manifest,
    metadata: { ...metadata, labels, annotations },
    spec: {
      ...spec,
      template: {
        ...template,
        metadata: {
          ...ofPod,
          labels: { ...objectAt(ofPod, "labels"), ...labels },
          annotations: { ...objectAt(ofPod, "annotations"), ...annotations },
        },
      },
    },
  };
}

/** By its name and labels a Job is found again, so that no patch takes them away. */
function withIdentity(job: JsonObject, { name, namespace, labels, annotations }: Identity): JsonObject {
  const metadata = objectAt(job, "metadata");
  const spec = objectAt(job, "spec");
  const template = objectAt(spec, "template");
  const ofPod = objectAt(template, "metadata");
  const identified = {
    ...metadata,
    name,
    namespace,
    labels: { ...objectAt(metadata, "labels"), ...labels },
    annotations: { ...objectAt(metadata, "annotations"), ...annotations },
  };
  const pod = { ...ofPod, labels: { ...objectAt(ofPod, "labels"), ...labels } };
  return { ...job, metadata: identified, spec: { ...spec, template: { ...template, metadata: pod } } };
}

function toSecretObject({ stringData }: RunSecret, { ...metadata }: Identity): JsonObject {
  return { apiVersion: "v1", kind: "Secret", type: "Opaque", metadata, stringData };
}
