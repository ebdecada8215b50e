import { type ApiObject } from "../api/api-object.ts";
import { apiVersionOf, type ResourceType } from "../api/resource-type.ts";
import { badRequest, expired } from "../api/status-error.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type ObjectFilter, parseFieldSelector, parseLabelSelector } from "../store/selectors.ts";

export interface ListPage {
  readonly items: readonly ApiObject[];
  readonly metadata: object;
}

/** What a query selects. Throws `StatusError` for selectors that are none. */
export function parseFilter(query: URLSearchParams): ObjectFilter {
  const byLabel = parseLabelSelector(query.get("labelSelector") ?? "");
  const byField = parseFieldSelector(query.get("fieldSelector") ?? "");
  return (object) => byLabel(object) && byField(object);
}

/** A list, or a page of it where a limit is given. */
export function listObjects(
  store: ObjectStore,
  type: ResourceType,
  namespace: string,
  query: URLSearchParams,
): ListPage {
  const filter = parseFilter(query);
  const all = store.list(type, namespace === "" ? undefined : namespace).filter(filter);
  const limit = Number(query.get("limit") ?? 0);
  const { offset, version } = parseContinue(store, query.get("continue"));
  const items = limit > 0 ? all.slice(offset, offset + limit) : all.slice(offset);
  const remaining = all.length - offset - items.length;
  const rest =
    remaining > 0 ? { continue: toContinue(offset + items.length, version), remainingItemCount: remaining } : {};
  return { items, metadata: { resourceVersion: String(version), ...rest } };
}

export function toList(type: ResourceType, { items, metadata }: ListPage): object {
  // As the server does, the items of a list do not say what they are.
  const plain = items.map(({ apiVersion: _apiVersion, kind: _kind, ...item }) => item);
  return { kind: `${type.kind}List`, apiVersion: apiVersionOf(type), metadata, items: plain };
}

function toContinue(offset: number, version: number): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start: offset })).toString("base64url");
}

function parseContinue(
  store: ObjectStore,
  token: string | null,
): { readonly offset: number; readonly version: number } {
  if (token === null || token === "") return { offset: 0, version: store.version };
  try {
    const { start, rv } = JSON.parse(Buffer.from(token, "base64url").toString()) as { start: number; rv: number };
    if (rv >= store.oldestVersion) return { offset: start, version: rv };
  } catch {
    throw badRequest("continue key is not valid: illegal base64 data");
  }
  throw expired(
    "The provided continue parameter is too old to display a consistent list result. You must start a new list.",
  );
}
