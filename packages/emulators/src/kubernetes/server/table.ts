import type { ApiObject } from "../api/api-object.ts";
import type { ResourceType } from "../api/resource-type.ts";
import { columnsOf } from "./table-columns.ts";

/** Whether the client wants rows to print instead of objects. */
export function wantsTable(accept: string | undefined): boolean {
  const first = (accept ?? "").split(",")[0] ?? "";
  return first.includes("as=Table") && first.includes("g=meta.k8s.io") && !first.includes("v=v1beta1");
}

/** Objects as rows; of each, the metadata or all of it goes along. */
export function toTable(
  type: ResourceType,
  objects: readonly ApiObject[],
  { listMeta, includeObject }: { readonly listMeta: object; readonly includeObject: string | null },
): object {
  const columns = columnsOf(type);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: listMeta,
    columnDefinitions: columns.map(({ name, columnType = "string", format = "", priority = 0 }) => ({
      name,
      type: columnType,
      format,
      description: "",
      priority,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object)),
      ...toRowObject(object, includeObject ?? "Metadata"),
    })),
  };
}

function toRowObject(object: ApiObject, policy: string): { readonly object?: object } {
  if (policy === "None") return {};
  if (policy === "Object") return { object };
  return { object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata } };
}
