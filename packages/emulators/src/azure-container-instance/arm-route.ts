import type { HttpRequest } from "../http/http-exchange.ts";

/** What a path of Azure Resource Manager means. */
export interface ArmRoute {
  readonly kind: "resourceGroup" | "permissions" | "groups" | "group" | "stop" | "logs" | "operation";
  readonly method: string;
  readonly subscription: string;
  /** Up to the resource group. */
  readonly scope: string;
  readonly resourceGroup: string;
  readonly group: string;
  readonly container: string;
  readonly operation: string;
}

const group = "/providers/Microsoft\\.ContainerInstance/containerGroups/(?<group>[^/]+)";
const patterns: readonly (readonly [kind: ArmRoute["kind"], rest: RegExp])[] = [
  ["resourceGroup", /^$/],
  ["permissions", /^\/providers\/Microsoft\.Authorization\/permissions$/i],
  ["groups", /^\/providers\/Microsoft\.ContainerInstance\/containerGroups$/i],
  ["group", new RegExp(`^${group}$`, "i")],
  ["stop", new RegExp(`^${group}/stop$`, "i")],
  ["logs", new RegExp(`^${group}/containers/(?<container>[^/]+)/logs$`, "i")],
];

/** `null`: no such path is known. */
export function toRoute({ method, path }: Pick<HttpRequest, "method" | "path">): ArmRoute | null {
  const empty = { method, group: "", container: "", operation: "", resourceGroup: "", scope: "" };
  const asked =
    /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.ContainerInstance\/locations\/[^/]+\/operations\/([^/]+)$/i.exec(
      path,
    );
  if (asked !== null) return { ...empty, kind: "operation", subscription: asked[1] ?? "", operation: asked[2] ?? "" };
  const scoped = /^(\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+))(.*)$/i.exec(path);
  if (scoped === null) return null;
  const [, scope = "", subscription = "", resourceGroup = "", rest = ""] = scoped;
  for (const [kind, pattern] of patterns) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    const parts = Object.entries(match.groups ?? {}).map(([name, part]) => [name, decodeURIComponent(part)]);
    return {
      ...empty,
      kind,
      subscription,
      scope,
      resourceGroup: decodeURIComponent(resourceGroup),
      ...(Object.fromEntries(parts) as object),
    };
  }
  return null;
}

const groupsAction = "Microsoft.ContainerInstance/containerGroups";

/** The action of a role that a request needs; `null`: anybody may. */
export function requiredAction({ kind, method }: ArmRoute): string | null {
  if (kind === "resourceGroup") return "Microsoft.Resources/subscriptions/resourceGroups/read";
  if (kind === "groups") return `${groupsAction}/read`;
  if (kind === "stop") return `${groupsAction}/stop/action`;
  if (kind === "logs") return `${groupsAction}/containers/logs/read`;
  if (kind !== "group") return null;
  if (method === "PUT") return `${groupsAction}/write`;
  return method === "DELETE" ? `${groupsAction}/delete` : `${groupsAction}/read`;
}
