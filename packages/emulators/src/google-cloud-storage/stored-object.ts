import type { Checksums } from "./object-file.ts";

/** What a client says of an object that it creates. */
export interface ObjectFields {
  readonly name?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly crc32c?: string;
  readonly md5Hash?: string;
}

/** One generation of an object. */
export interface StoredObject extends Checksums {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly file: string;
  readonly bytes: number;
  readonly fields: ObjectFields;
  readonly createdAt: Date;
}

/** As the JSON API shows it: https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
export function toResource(object: StoredObject, url: string): object {
  const { bucket, name, generation, bytes, fields, createdAt, crc32c, md5Hash } = object;
  const self = `${url}/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;
  const time = createdAt.toISOString();
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    selfLink: self,
    mediaLink: `${url}/download/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}?generation=${generation}&alt=media`,
    name,
    bucket,
    generation,
    metageneration: "1",
    storageClass: "STANDARD",
    size: String(bytes),
    crc32c,
    md5Hash,
    etag: toEtag(object),
    timeCreated: time,
    updated: time,
    ...(fields.contentType === undefined ? {} : { contentType: fields.contentType }),
    ...(fields.contentEncoding === undefined ? {} : { contentEncoding: fields.contentEncoding }),
    ...(fields.metadata === undefined ? {} : { metadata: fields.metadata }),
  };
}

/** What an answer with its bytes says of it. */
export function toMediaHeaders(object: StoredObject): Record<string, string> {
  const { generation, fields, crc32c, md5Hash, bytes, createdAt } = object;
  return {
    "content-type": fields.contentType ?? "application/octet-stream",
    ...(fields.contentEncoding === undefined ? {} : { "content-encoding": fields.contentEncoding }),
    etag: toEtag(object),
    "last-modified": createdAt.toUTCString(),
    "x-goog-generation": generation,
    "x-goog-metageneration": "1",
    "x-goog-hash": `crc32c=${crc32c},md5=${md5Hash}`,
    "x-goog-stored-content-length": String(bytes),
    "x-goog-stored-content-encoding": fields.contentEncoding ?? "identity",
    "x-goog-storage-class": "STANDARD",
  };
}

function toEtag({ generation }: StoredObject): string {
  return Buffer.from(generation).toString("base64");
}
