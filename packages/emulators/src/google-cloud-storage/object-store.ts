import { rm } from "node:fs/promises";
import type { Checksums, ObjectFile } from "./object-file.ts";
import { conditionNotMet, invalid, noSuchBucket, noSuchObject, StorageError } from "./storage-error.ts";
import type { ObjectFields, StoredObject } from "./stored-object.ts";

/** What must hold of the object that is there; `null`: anything. `ifGenerationMatch` 0 stands for none. */
export interface Conditions {
  readonly ifGenerationMatch: string | null;
  readonly ifGenerationNotMatch: string | null;
}

export interface ObjectPage {
  readonly objects: readonly StoredObject[];
  readonly nextPageToken: string | null;
}

/** Buckets and the newest generation of their objects. */
export interface ObjectStore {
  createBucket(name: string): void;
  requireBucket(name: string): void;
  deleteBucket(name: string): void;
  /** Shows a written file as the newest generation of an object. Refuses what does not match `fields`. */
  put(write: ObjectWrite): Promise<StoredObject>;
  get(bucket: string, name: string, generation: string | null, conditions: Conditions): StoredObject;
  delete(bucket: string, name: string, generation: string | null, conditions: Conditions): Promise<void>;
  /** In the order of the names' UTF-8 bytes. */
  list(bucket: string, prefix: string, page: { readonly token: string | null; readonly limit: number }): ObjectPage;
}

export interface ObjectWrite {
  readonly bucket: string;
  readonly name: string;
  readonly fields: ObjectFields;
  readonly conditions: Conditions;
  readonly file: ObjectFile;
}

export function createObjectStore(): ObjectStore {
  const buckets = new Map<string, Map<string, StoredObject>>();
  let lastGeneration = 0n;

  function objectsOf(bucket: string): Map<string, StoredObject> {
    const objects = buckets.get(bucket);
    if (objects === undefined) throw noSuchBucket();
    return objects;
  }

  /** Microseconds since 1970, as Google's are, each later than the one before. */
  function nextGeneration(): string {
    const now = BigInt(Date.now()) * 1000n;
    lastGeneration = now > lastGeneration ? now : lastGeneration + 1n;
    return String(lastGeneration);
  }

  function get(bucket: string, name: string, generation: string | null, conditions: Conditions): StoredObject {
    const object = objectsOf(bucket).get(name);
    if (object === undefined || (generation !== null && object.generation !== generation)) {
      throw noSuchObject(bucket, name, generation);
    }
    checkConditions(object, conditions);
    return object;
  }

  return {
    get,
    requireBucket: (name) => void objectsOf(name),
    createBucket(name) {
      const message = "Your previous request to create the named bucket succeeded and you already own it.";
      if (buckets.has(name)) throw new StorageError(409, "conflict", message);
      buckets.set(name, new Map());
    },
    deleteBucket(name) {
      if (objectsOf(name).size > 0) {
        throw new StorageError(409, "conflict", "The bucket you tried to delete is not empty.");
      }
      buckets.delete(name);
    },
    async put({ bucket, name, fields, conditions, file }) {
      const checksums = await file.finish();
      const { path, bytes } = file;
      try {
        checkChecksums(fields, checksums);
        const objects = objectsOf(bucket);
        const before = objects.get(name);
        checkConditions(before, conditions);
        const object = { bucket, name, fields, file: path, bytes, ...checksums };
        const stored = { ...object, generation: nextGeneration(), createdAt: new Date() };
        objects.set(name, stored);
        if (before !== undefined) await rm(before.file);
        return stored;
      } catch (error) {
        if (error instanceof StorageError) await rm(path);
        throw error;
      }
    },
    async delete(bucket, name, generation, conditions) {
      const { file } = get(bucket, name, generation, conditions);
      objectsOf(bucket).delete(name);
      await rm(file);
    },
    list(bucket, prefix, { token, limit }) {
      const after = token === null ? null : Buffer.from(token, "base64");
      const found = [...objectsOf(bucket).values()]
        .filter(({ name }) => name.startsWith(prefix))
        .map((object) => ({ object, order: Buffer.from(object.name) }))
        .filter(({ order }) => after === null || order.compare(after) > 0)
        .toSorted((one, other) => one.order.compare(other.order));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        objects: page.map(({ object }) => object),
        nextPageToken: found.length > page.length && last !== undefined ? last.order.toString("base64") : null,
      };
    },
  };
}

function checkConditions(
  object: StoredObject | undefined,
  { ifGenerationMatch, ifGenerationNotMatch }: Conditions,
): void {
  const generation = object?.generation ?? "0";
  if (ifGenerationMatch !== null && ifGenerationMatch !== generation) throw conditionNotMet();
  if (ifGenerationNotMatch !== null && ifGenerationNotMatch === generation) throw conditionNotMet();
}

function checkChecksums(expected: ObjectFields, actual: Checksums): void {
  for (const [field, title] of [
    ["crc32c", "CRC32C"],
    ["md5Hash", "MD5 hash"],
  ] as const) {
    const given = expected[field];
    if (given !== undefined && given !== actual[field]) {
      throw invalid(`Provided ${title} "${given}" doesn't match calculated ${title} "${actual[field]}".`);
    }
  }
}
