import type { Container, EnvVar, PodSpec, Resources, Volume } from "./pod.ts";
import { parseQuantity } from "./quantity.ts";
import type { FieldCause } from "./status-error.ts";
import {
  absentReference,
  duplicate,
  invalidValue,
  notSupported,
  required,
  validateLabelName,
} from "./validate-metadata.ts";

const quantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const nameRule = "a valid environment variable name must consist only of printable ASCII characters other than '='";
const standardResources = ["cpu", "memory", "ephemeral-storage"];

export function validatePodSpec(spec: PodSpec | undefined, field: string): FieldCause[] {
  if (spec === undefined) return [required(`${field}.containers`)];
  const { containers = [], initContainers = [], volumes = [], restartPolicy, terminationGracePeriodSeconds = 0 } = spec;
  const causes: FieldCause[] = [];
  if (containers.length === 0) causes.push(required(`${field}.containers`));
  causes.push(...validateVolumes(volumes, `${field}.volumes`));
  const names = new Set<string>();
  const each = (container: Container, place: string): void => {
    causes.push(...validateContainer(container, place, volumes));
    if (names.has(container.name)) causes.push(duplicate(`${place}.name`, container.name));
    names.add(container.name);
  };
  for (const [index, container] of containers.entries()) each(container, `${field}.containers[${index}]`);
  for (const [index, container] of initContainers.entries()) each(container, `${field}.initContainers[${index}]`);
  const policies = ["Always", "OnFailure", "Never"];
  if (restartPolicy !== undefined && !policies.includes(restartPolicy)) {
    causes.push(notSupported(`${field}.restartPolicy`, restartPolicy, policies));
  }
  if (terminationGracePeriodSeconds < 0) {
    const place = `${field}.terminationGracePeriodSeconds`;
    causes.push(invalidValue(place, terminationGracePeriodSeconds, "must be greater than or equal to 0"));
  }
  return causes;
}

function validateContainer(container: Container, field: string, volumes: readonly Volume[]): FieldCause[] {
  const { name, image, imagePullPolicy, env = [], resources, volumeMounts = [] } = container;
  const causes = validateLabelName(name, `${field}.name`);
  if (image === undefined || image === "") causes.push(required(`${field}.image`));
  else if (image.trim() !== image)
    causes.push(invalidValue(`${field}.image`, image, "must not have leading or trailing whitespace"));
  const policies = ["Always", "IfNotPresent", "Never"];
  if (imagePullPolicy !== undefined && !policies.includes(imagePullPolicy)) {
    causes.push(notSupported(`${field}.imagePullPolicy`, imagePullPolicy, policies));
  }
  for (const [index, variable] of env.entries()) causes.push(...validateVariable(variable, `${field}.env[${index}]`));
  causes.push(...validateResources(resources, `${field}.resources`));
  const targets = new Set<string>();
  for (const [index, { name: volume, mountPath }] of volumeMounts.entries()) {
    const place = `${field}.volumeMounts[${index}]`;
    if (!volumes.some((each) => each.name === volume)) causes.push(absentReference(`${place}.name`, volume));
    if (mountPath === undefined || mountPath === "") causes.push(required(`${place}.mountPath`));
    else if (targets.has(mountPath)) causes.push(invalidValue(`${place}.mountPath`, mountPath, "must be unique"));
    targets.add(mountPath);
  }
  return causes;
}

function validateVariable({ name, value, valueFrom }: EnvVar, field: string): FieldCause[] {
  if (name === undefined || name === "") return [required(`${field}.name`)];
  if (!/^[ -<>-~]+$/.test(name)) return [invalidValue(`${field}.name`, name, nameRule)];
  if (valueFrom === undefined) return [];
  const given = Object.values(valueFrom).filter((each) => each !== undefined).length;
  if (value !== undefined && value !== "") {
    return [invalidValue(`${field}.valueFrom`, "", "may not be specified when `value` is not empty")];
  }
  return given === 1
    ? []
    : [
        invalidValue(
          `${field}.valueFrom`,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
        ),
      ];
}

function validateResources({ limits = {}, requests = {} }: Resources = {}, field: string): FieldCause[] {
  const causes: FieldCause[] = [];
  for (const [kind, amounts] of Object.entries({ limits, requests })) {
    for (const [resource, amount] of Object.entries(amounts)) {
      const value = parseQuantity(amount);
      const place = `${field}.${kind}[${resource}]`;
      if (value === null) causes.push(invalidValue(place, amount, quantityRule));
      else if (value < 0) causes.push(invalidValue(place, amount, "must be greater than or equal to 0"));
      if (!standardResources.includes(resource) && !resource.includes("/") && !resource.startsWith("hugepages-")) {
        causes.push(invalidValue(place, resource, "must be a standard resource type or fully qualified"));
      }
    }
  }
  for (const [resource, amount] of Object.entries(requests)) {
    const limit = limits[resource];
    if (limit !== undefined && (parseQuantity(amount) ?? 0) > (parseQuantity(limit) ?? 0)) {
      causes.push(
        invalidValue(`${field}.requests`, amount, `must be less than or equal to ${resource} limit of ${limit}`),
      );
    }
  }
  for (const [resource, limit] of Object.entries(limits)) {
    const isExtended = resource.includes("/");
    if (isExtended && requests[resource] !== undefined && String(requests[resource]) !== String(limit)) {
      causes.push(
        invalidValue(`${field}.requests`, requests[resource], `must be equal to ${resource} limit of ${limit}`),
      );
    }
  }
  return causes;
}

function validateVolumes(volumes: readonly Volume[], field: string): FieldCause[] {
  const names = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const place = `${field}[${index}]`;
    const causes = validateLabelName(volume.name, `${place}.name`);
    if (names.has(volume.name)) causes.push(duplicate(`${place}.name`, volume.name));
    names.add(volume.name);
    if (volume.secret !== undefined && !volume.secret.secretName) causes.push(required(`${place}.secret.secretName`));
    return causes;
  });
}
