import type { HttpRequest } from "../../http/http-exchange.ts";
import { resourceTypes, type ResourceType } from "../api/resource-type.ts";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** What a path and a method ask for. */
export interface ApiRequest {
  readonly verb: Verb;
  readonly type: ResourceType;
  /** Empty for all namespaces, and for what belongs to the cluster. */
  readonly namespace: string;
  /** Empty where the request is about no single object. */
  readonly name: string;
  /** `log`, `status`, ...; empty for the object itself. */
  readonly subresource: string;
}

const namedVerbs: Readonly<Record<string, Verb>> = {
  GET: "get",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
  POST: "create",
};
const collectionVerbs: Readonly<Record<string, Verb>> = { GET: "list", POST: "create", DELETE: "deletecollection" };

/** `null` for a path that names no kind of object. */
export function parseApiRequest({
  method,
  path,
  query,
}: Pick<HttpRequest, "method" | "path" | "query">): ApiRequest | null {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const isCore = parts[0] === "api";
  const [group, version, ...rest] = isCore ? ["", ...parts.slice(1)] : parts.slice(1);
  if (!isCore && parts[0] !== "apis") return null;
  // `namespaces/x` alone is the namespace itself.
  const isNamespaced = rest[0] === "namespaces" && rest.length > 2 && rest[2] !== "status" && rest[2] !== "finalize";
  const namespace = isNamespaced ? (rest[1] ?? "") : "";
  const [plural, name = "", subresource = ""] = isNamespaced ? rest.slice(2) : rest;
  const type = resourceTypes.find((each) => each.group === group && each.version === version && each.plural === plural);
  if (type === undefined) return null;
  const verb = (name === "" ? collectionVerbs : namedVerbs)[method];
  if (verb === undefined) return null;
  const isWatch = verb === "list" && ["1", "true"].includes(query.get("watch") ?? "");
  return { verb: isWatch ? "watch" : verb, type, namespace, name, subresource };
}

/** `create jobs`, `get pods/log`: as a request log counts them. */
export function toOperation(request: Pick<HttpRequest, "method" | "path" | "query">): string {
  const parsed = parseApiRequest(request);
  if (parsed === null) {
    const review = /\/(self\w+reviews)$/.exec(request.path)?.[1];
    return review === undefined ? `${request.method} ${request.path}` : `create ${review}`;
  }
  return `${parsed.verb} ${parsed.type.plural}${parsed.subresource === "" ? "" : `/${parsed.subresource}`}`;
}
