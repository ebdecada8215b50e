import type { AccessCheck } from "prefect-core/provider";
import { patiently } from "./azure-patience.ts";
import type { AllowedActions, ContainerGroups } from "./container-groups.ts";

/** An action of Azure's roles that runs need. */
export interface AccessNeed {
  readonly action: string;
  readonly purpose: string;
  readonly isOptional?: boolean;
}

/** The role of the README has exactly these. */
export const accessNeeds: readonly AccessNeed[] = [
  {
    action: "Microsoft.Resources/subscriptions/resourceGroups/read",
    purpose: "make groups where the resource group is",
  },
  { action: "Microsoft.ContainerInstance/containerGroups/read", purpose: "watch runs" },
  { action: "Microsoft.ContainerInstance/containerGroups/write", purpose: "start runs" },
  { action: "Microsoft.ContainerInstance/containerGroups/delete", purpose: "remove what ended runs left" },
  { action: "Microsoft.ContainerInstance/containerGroups/stop/action", purpose: "cancel runs" },
  {
    action: "Microsoft.ContainerInstance/containerGroups/containers/logs/read",
    purpose: "read their output",
    isOptional: true,
  },
];

/** Asks Azure what these credentials may do in the resource group. */
export async function checkAccess(groups: ContainerGroups): Promise<readonly AccessCheck[]> {
  const permissions = await patiently(() => groups.permissions());
  return accessNeeds.map(({ action, purpose, isOptional }) => ({
    purpose,
    permission: `${action} in the resource group ${groups.resourceGroup}`,
    isAllowed: permissions.some((role) => allows(role, action)),
    ...(isOptional === undefined ? {} : { isOptional }),
  }));
}

/** Pure. A role's exceptions count for that role alone. */
export function allows({ actions = [], notActions = [] }: AllowedActions, action: string): boolean {
  const matches = (pattern: string): boolean =>
    new RegExp(`^${pattern.split("*").map(escape).join(".*")}$`, "i").test(action);
  return actions.some(matches) && !notActions.some(matches);
}

function escape(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
}
