import { isJsonObject, objectAt, objectsAt, type Json, type JsonObject } from "prefect-core/provider";
import { type ArmScope, evaluateArmValue } from "./arm-expression.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** The container group of a rendered `arm_template`, its expressions not yet evaluated. */
export interface ArmTemplate {
  readonly declarations: JsonObject;
  readonly resource: JsonObject;
  /** Where the resource is in the template, for messages. */
  readonly path: string;
}

export const containerGroupType = "Microsoft.ContainerInstance/containerGroups";
const restartPolicies: readonly unknown[] = [undefined, null, "Never"];

/** Throws `JobConfigurationError` naming what is missing or cannot be made. Pure. */
export function parseArmTemplate(template: Json | undefined): ArmTemplate {
  if (!isJsonObject(template)) throw invalidConfiguration("arm_template", "must be an object");
  const resources = Array.isArray(template["resources"]) ? (template["resources"] as readonly Json[]) : [];
  const at = resources.findIndex((resource) => isContainerGroup(resource));
  const resource = resources[at];
  if (!isJsonObject(resource)) {
    throw invalidConfiguration("arm_template.resources", `must hold a resource of the type ${containerGroupType}`);
  }
  const other = resources.findIndex((_, index) => index !== at);
  if (other !== -1) {
    const type = isJsonObject(resources[other]) ? String(resources[other]["type"]) : "";
    throw invalidConfiguration(
      `arm_template.resources[${other}]`,
      `is a further resource (${type}), and a run is one container group: make others beforehand`,
    );
  }
  const path = `arm_template.resources[${at}]`;
  checkGroup(objectAt(resource, "properties"), `${path}.properties`);
  const declarations = objectAt(template, "parameters");
  const scope = { parameters: {}, declarations, resourceGroup: { id: "", name: "", location: "" } };
  // An expression that is not understood is told of before anything exists.
  evaluateGroup({ declarations, resource, path }, { ...scope, parameters: namesOf("name") });
  return { declarations, resource, path };
}

/** The parameters of Prefect's own template that every run gives a value. */
export function namesOf(name: string): Readonly<Record<string, string>> {
  return { container_group_name: name, container_name: name };
}

/** The resource as Azure takes it: with `apiVersion`, `name` and `type`, which are not part of a request's body. */
export function evaluateGroup({ resource, path }: ArmTemplate, scope: ArmScope): JsonObject {
  return evaluateArmValue(resource, scope, path) as JsonObject;
}

function isContainerGroup(resource: Json): boolean {
  return isJsonObject(resource) && String(resource["type"]).toLowerCase() === containerGroupType.toLowerCase();
}

function checkGroup(properties: JsonObject, path: string): void {
  if (objectsAt(properties, "containers").length === 0) {
    throw invalidConfiguration(`${path}.containers`, "must hold the container of the flow, as its first");
  }
  if (!restartPolicies.includes(properties["restartPolicy"])) {
    throw invalidConfiguration(`${path}.restartPolicy`, "must be 'Never': a run is started once per attempt");
  }
}
