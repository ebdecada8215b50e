import fastJsonPatch from "fast-json-patch";
import { badRequest, StatusError } from "../api/status-error.ts";

/** The result of a patch in one of the forms that the server knows. Throws `StatusError`. */
export function patchObject(object: object, patch: unknown, contentType: string): object {
  const form = contentType.split(";")[0]?.trim();
  if (form === "application/json-patch+json") return applyJsonPatch(object, patch);
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) {
    throw badRequest("error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}");
  }
  if (form === "application/merge-patch+json") return mergePatch(object, patch) as object;
  if (form === "application/strategic-merge-patch+json") return strategicMerge(object, patch, "") as object;
  throw new StatusError({
    code: 415,
    reason: "UnsupportedMediaType",
    message:
      "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, " +
      "application/merge-patch+json, application/strategic-merge-patch+json",
  });
}

function applyJsonPatch(object: object, patch: unknown): object {
  try {
    const operations = patch as Parameters<typeof fastJsonPatch.applyPatch>[1];
    return fastJsonPatch.applyPatch(structuredClone(object), operations, true).newDocument;
  } catch (error) {
    const message = `the server rejected our request due to an error in our request: ${(error as Error).message.split("\n")[0]}`;
    throw new StatusError({ code: 422, reason: "Invalid", message });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const merged: Record<string, unknown> = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** The lists whose elements are told apart by a field; all others are replaced as a whole. */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  env: "name",
  volumes: "name",
  volumeMounts: "mountPath",
  imagePullSecrets: "name",
  ports: "containerPort",
  conditions: "type",
  ownerReferences: "uid",
  secrets: "name",
};
/** Lists of plain values that grow instead of being replaced. */
const addedLists = new Set(["finalizers"]);

function strategicMerge(target: unknown, patch: unknown, field: string): unknown {
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? target : [], patch, field);
  if (!isFields(patch)) return patch;
  if (patch["$patch"] === "replace") return withoutDirectives(patch);
  const merged: Record<string, unknown> = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith("$deleteFromPrimitiveList/")) {
      const list = key.slice("$deleteFromPrimitiveList/".length);
      merged[list] = ((merged[list] ?? []) as unknown[]).filter((each) => !(value as unknown[]).includes(each));
    } else if (key.startsWith("$")) continue;
    else if (value === null) delete merged[key];
    else merged[key] = strategicMerge(merged[key], value, key);
  }
  return merged;
}

function mergeLists(target: readonly unknown[], patch: readonly unknown[], field: string): unknown[] {
  if (addedLists.has(field)) return [...new Set([...target, ...patch])];
  const key = mergeKeys[field];
  if (key === undefined || !patch.every(isFields)) return [...patch];
  if (patch.some((each) => each["$patch"] === "replace" && !(key in each))) {
    return patch.filter((each) => key in each);
  }
  const merged = [...target] as Fields[];
  for (const element of patch) {
    const at = merged.findIndex((each) => each[key] === element[key]);
    if (element["$patch"] === "delete") {
      if (at !== -1) merged.splice(at, 1);
    } else if (at === -1) merged.push(element);
    else merged[at] = strategicMerge(merged[at], element, "") as Fields;
  }
  return merged;
}

function withoutDirectives(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !key.startsWith("$")));
}
