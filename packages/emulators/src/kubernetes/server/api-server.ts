import { type HttpAnswer, type HttpRequest, readJson } from "../../http/http-exchange.ts";
import { isAllowed } from "../admission/access-rules.ts";
import type { Admission } from "../admission/admission.ts";
import type { ApiUser } from "../admission/api-user.ts";
import type { ApiObject } from "../api/api-object.ts";
import type { ObjectSchema } from "../api/object-schema.ts";
import { jobType, podType, type ResourceType } from "../api/resource-type.ts";
import { badRequest, forbidden, noSuchPath, StatusError, toStatus } from "../api/status-error.ts";
import type { Kubelet } from "../node/kubelet.ts";
import { deleteObject, type DeleteOptions, type PropagationPolicy } from "../store/delete-object.ts";
import type { ObjectKey, ObjectStore } from "../store/object-store.ts";
import { answerAccessReview } from "./access-reviews.ts";
import { type ApiRequest, parseApiRequest } from "./api-request.ts";
import { createObject } from "./create-object.ts";
import { decodeObject } from "./decode-object.ts";
import { answerDiscovery } from "./discovery.ts";
import { answerOpenApi } from "./openapi.ts";
import { listObjects, parseFilter, toList } from "./list-objects.ts";
import { patchObject } from "./patch-object.ts";
import { readPodLog } from "./pod-log.ts";
import { toTable, wantsTable } from "./table.ts";
import { updateObject } from "./update-object.ts";
import { streamChanges } from "./watch-stream.ts";

export interface ApiServerOptions {
  readonly store: ObjectStore;
  readonly admission: Admission;
  readonly kubelet: Kubelet;
  readonly schema: ObjectSchema;
  /** The user of a token; `null` for one that nobody has. */
  readonly findUser: (token: string) => ApiUser | null;
  /** Evicts a pod as its eviction subresource asks for. */
  readonly evict: (key: ObjectKey, options: DeleteOptions) => void;
  readonly bookmarkSeconds: number;
  /** Ends every watch there is. */
  readonly watchSignal: () => AbortSignal;
}

const defaultWatchSeconds = 1800;

/** Answers what clients ask. Never throws. */
export function createApiServer(options: ApiServerOptions): (request: HttpRequest) => HttpAnswer {
  const { store, findUser } = options;
  return (request) => {
    try {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
      const user = findUser(token);
      if (user === null) throw new StatusError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
      if (["/healthz", "/livez", "/readyz"].includes(request.path)) return { body: "ok" };
      const discovered = answerDiscovery(request.path, request.headers.host ?? "") ?? answerOpenApi(request.path);
      if (discovered !== null && request.method === "GET") return { body: discovered };
      if (request.method === "POST" && request.path.includes("/self")) {
        const review = answerAccessReview(store, user, request.path, parseBody(request));
        if (review !== null) return { status: 201, body: review };
      }
      const parsed = parseApiRequest(request);
      if (parsed === null) throw noSuchPath();
      requireAccess(store, user, parsed);
      return answer(options, request, parsed, user);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return { status: error.code, body: toStatus(error) };
    }
  };
}

function answer(options: ApiServerOptions, request: HttpRequest, parsed: ApiRequest, user: ApiUser): HttpAnswer {
  const { store, admission, kubelet, schema } = options;
  const { verb, type, namespace, name, subresource } = parsed;
  const key = { namespace, name };
  const isDryRun = request.query.get("dryRun") === "All";
  const give = (object: ApiObject, status = 200, headers = {}): HttpAnswer => ({
    status,
    headers,
    body: render(type, object, request),
  });
  switch (verb) {
    case "get":
      if (subresource !== "log") return give(store.get(type, key));
      return {
        headers: { "content-type": "text/plain" },
        body: readPodLog(store, kubelet, key, request.query, request.signal),
      };
    case "list": {
      const page = listObjects(store, type, namespace, request.query);
      if (!wantsTable(request.headers.accept)) return { body: toList(type, page) };
      return {
        body: toTable(type, page.items, { listMeta: page.metadata, includeObject: request.query.get("includeObject") }),
      };
    }
    case "watch":
      return { body: watch(options, request, parsed) };
    case "create":
      if (subresource === "eviction") return evict(options, key, parseBody(request));
      {
        const { object, warnings } = decodeObject(schema, type, parseBody(request), request.query);
        return give(createObject(store, admission, { type, namespace, object, user, isDryRun }), 201, warnings);
      }
    case "update": {
      const { object, warnings } = decodeObject(schema, type, parseBody(request), request.query);
      return give(updateObject(store, { type, key, subresource, change: () => object }), 200, warnings);
    }
    case "patch": {
      const contentType = request.headers["content-type"] ?? "";
      if (contentType.startsWith("application/apply-patch"))
        throw unsupportedMediaType("the emulator has no server-side apply");
      const patch = parseBody(request);
      const change = (stored: ApiObject): ApiObject =>
        decodeObject(schema, type, patchObject(stored, patch, contentType), request.query).object;
      return give(updateObject(store, { type, key, subresource, change }));
    }
    case "delete":
      return remove(store, type, key, request);
    case "deletecollection": {
      const { items, metadata } = listObjects(store, type, namespace, request.query);
      for (const object of items) deleteObject(store, type, object, readDeleteOptions(request));
      return { body: toList(type, { items, metadata }) };
    }
  }
}

function watch(
  { store, bookmarkSeconds, watchSignal }: ApiServerOptions,
  request: HttpRequest,
  parsed: ApiRequest,
): AsyncIterable<string> {
  const { type, namespace, name } = parsed;
  const { query } = request;
  const filter = parseFilter(query);
  const given = query.get("resourceVersion") ?? "";
  const sendsInitial = query.get("sendInitialEvents") === "true";
  const isTable = wantsTable(request.headers.accept);
  return streamChanges(store, {
    type,
    namespace,
    filter: name === "" ? filter : (object) => object.metadata.name === name && filter(object),
    version: given === "" || given === "0" || sendsInitial ? null : Number(given),
    hasBookmarks: query.get("allowWatchBookmarks") === "true",
    marksInitialEnd: sendsInitial,
    timeoutSeconds: Number(query.get("timeoutSeconds") ?? defaultWatchSeconds),
    bookmarkSeconds,
    signal: AbortSignal.any([request.signal, watchSignal()]),
    render: (object) =>
      isTable
        ? toTable(type, [object], {
            listMeta: { resourceVersion: object.metadata.resourceVersion },
            includeObject: query.get("includeObject"),
          })
        : object,
  });
}

function evict(options: ApiServerOptions, key: ObjectKey, body: unknown): HttpAnswer {
  options.store.get(podType, key);
  options.evict(key, (body as { readonly deleteOptions?: DeleteOptions } | null)?.deleteOptions ?? {});
  return { status: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } };
}

function remove(store: ObjectStore, type: ResourceType, key: ObjectKey, request: HttpRequest): HttpAnswer {
  const options = readDeleteOptions(request);
  const stored = store.get(type, key);
  const { object, isGone } = deleteObject(store, type, stored, options);
  const headers = type === jobType && options.propagationPolicy === undefined ? { warning: orphanWarning } : {};
  if (!isGone || type === podType) return { headers, body: object };
  const { name } = key;
  const group = type.group === "" ? {} : { group: type.group };
  const details = { name, ...group, kind: type.plural, uid: stored.metadata.uid };
  return { headers, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details } };
}

const orphanWarning =
  '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set ' +
  'propagationPolicy=Orphan to suppress this warning"';

/** In the body, or in the query. */
function readDeleteOptions(request: HttpRequest): DeleteOptions {
  const { query } = request;
  const given = (parseBody(request) ?? {}) as DeleteOptions;
  const policy = query.get("propagationPolicy") ?? given.propagationPolicy;
  const grace = query.get("gracePeriodSeconds");
  return {
    ...given,
    ...(policy == null ? {} : { propagationPolicy: policy as PropagationPolicy }),
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
  };
}

function render(type: ResourceType, object: ApiObject, request: HttpRequest): object {
  if (!wantsTable(request.headers.accept)) return object;
  const listMeta = { resourceVersion: object.metadata.resourceVersion };
  return toTable(type, [object], { listMeta, includeObject: request.query.get("includeObject") });
}

function requireAccess(
  store: ObjectStore,
  user: ApiUser,
  { verb, type, namespace, name, subresource }: ApiRequest,
): void {
  const resource = subresource === "" ? type.plural : `${type.plural}/${subresource}`;
  if (isAllowed(store, user, { verb, group: type.group, resource, namespace, name })) return;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  const problem = `User "${user.name}" cannot ${verb} resource "${resource}" in API group "${type.group}" ${where}`;
  throw forbidden(type, name, problem);
}

function parseBody(request: HttpRequest): unknown {
  if (request.headers["content-type"]?.includes("protobuf") === true && request.body.length > 0) {
    throw unsupportedMediaType("the emulator reads objects as JSON only, not as protobuf");
  }
  try {
    return readJson(request);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

function unsupportedMediaType(message: string): StatusError {
  return new StatusError({ code: 415, reason: "UnsupportedMediaType", message });
}
