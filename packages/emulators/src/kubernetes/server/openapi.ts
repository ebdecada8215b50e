import { apiVersionOf, type ResourceType, resourceTypes } from "../api/resource-type.ts";

/**
 * As much of the server's own description as clients ask before they send: that it checks the fields of objects itself.
 * `null` for any other path.
 */
export function answerOpenApi(path: string): object | null {
  if (path === "/openapi/v3") {
    const paths = resourceTypes.map((type) => [
      groupPath(type),
      { serverRelativeURL: `/openapi/v3/${groupPath(type)}` },
    ]);
    return { paths: Object.fromEntries(paths) as object };
  }
  const types = resourceTypes.filter((type) => path === `/openapi/v3/${groupPath(type)}`);
  if (types.length === 0) return null;
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.32.13" },
    paths: Object.fromEntries(types.map((type) => [objectPath(type), toPath(type)])) as object,
    components: { schemas: {} },
  };
}

function groupPath(type: ResourceType): string {
  return type.group === "" ? `api/${type.version}` : `apis/${apiVersionOf(type)}`;
}

function objectPath(type: ResourceType): string {
  return `/${groupPath(type)}/${type.isNamespaced ? "namespaces/{namespace}/" : ""}${type.plural}/{name}`;
}

function toPath({ group, version, kind }: ResourceType): object {
  const parameters = ["dryRun", "fieldManager", "fieldValidation"].map((name) => ({
    name,
    in: "query",
    schema: { type: "string", uniqueItems: true },
  }));
  return {
    patch: {
      operationId: `patch${kind}`,
      parameters,
      responses: { 200: { description: "OK" } },
      "x-kubernetes-action": "patch",
      "x-kubernetes-group-version-kind": { group, version, kind },
    },
  };
}
