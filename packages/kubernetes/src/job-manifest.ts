import {
  isJsonObject,
  objectAt,
  objectsAt,
  withoutEmptyObjects,
  type Json,
  type JsonObject,
} from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** What every Job that runs one command once has, by its place; `null` asks only that something is there. */
const required: readonly (readonly [path: readonly string[], value: Json])[] = [
  [["apiVersion"], "batch/v1"],
  [["kind"], "Job"],
  [["metadata"], null],
  [["spec"], null],
  [["spec", "template"], null],
  [["spec", "template", "spec"], null],
  [["spec", "template", "spec", "restartPolicy"], "Never"],
  [["spec", "template", "spec", "containers"], null],
];

/**
 * The manifest of a rendered template as a Job can be made of it: without what nobody filled in, and with `completions`
 * and `parallelism` where Kubernetes has them (Prefect's template has them in the pod, where they mean nothing and are
 * warned of). Throws `JobConfigurationError` in Prefect's words.
 */
export function toJobManifest(rendered: Json | undefined): JsonObject {
  if (!isJsonObject(rendered))
    throw invalidConfiguration("job_manifest", "must be the manifest of a Job, as an object");
  const missing = required.filter(([path]) => valueAt(rendered, path) === undefined).map(([path]) => toPointer(path));
  if (missing.length > 0) {
    throw invalidConfiguration(
      "job_manifest",
      `is refused: Job is missing required attributes at the following paths: ${missing.join(", ")}`,
    );
  }
  const wrong = required.filter(([path, value]) => value !== null && valueAt(rendered, path) !== value);
  if (wrong.length > 0) {
    const rules = wrong.map(([path, value]) => `${toPointer(path)} must have value '${String(value)}'`);
    throw invalidConfiguration(
      "job_manifest",
      `is refused: Job has incompatible values for the following attributes: ${rules.join(", ")}`,
    );
  }
  if (objectsAt(podSpecOf(rendered), "containers").length === 0) {
    throw invalidConfiguration("job_manifest", "is refused: /spec/template/spec/containers must hold a container");
  }
  return withCountsInJob(rendered);
}

export function podSpecOf(manifest: JsonObject): JsonObject {
  return objectAt(objectAt(objectAt(manifest, "spec"), "template"), "spec");
}

/** The container that runs the flow is the first one. */
export function flowContainerOf(manifest: JsonObject): JsonObject {
  return objectsAt(podSpecOf(manifest), "containers")[0] ?? {};
}

/** The Job with another pod. */
export function withPodSpec(manifest: JsonObject, podSpec: JsonObject): JsonObject {
  const spec = objectAt(manifest, "spec");
  return { ...manifest, spec: { ...spec, template: { ...objectAt(spec, "template"), spec: podSpec } } };
}

function withCountsInJob(manifest: JsonObject): JsonObject {
  const { completions, parallelism, ...podSpec } = podSpecOf(manifest);
  for (const [name, value] of Object.entries({ completions, parallelism })) {
    if (value !== undefined && value !== 1) {
      throw invalidConfiguration("job_manifest", `is refused: /spec/template/spec/${name} must have value '1'`);
    }
  }
  const [first = {}, ...others] = objectsAt(podSpec, "containers");
  const container = { ...first, ...resourcesOf(first) };
  if (Object.keys(container.resources).length === 0) delete (container as { resources?: JsonObject }).resources;
  const moved = withPodSpec(manifest, { ...podSpec, containers: [container, ...others] });
  return { ...moved, spec: { completions: 1, parallelism: 1, ...objectAt(moved, "spec") } };
}

function resourcesOf(container: JsonObject): { readonly resources: JsonObject } {
  return { resources: withoutEmptyObjects(objectAt(container, "resources")) };
}

function valueAt(root: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), root);
}

function toPointer(path: readonly string[]): string {
  return `/${path.join("/")}`;
}
