/** The CRC-32C in a header `x-goog-hash: crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==`; `null` where it has none. */
export function readCrc32c(header: string | null): string | null {
  return /(?:^|[\s,])crc32c=([^,\s]+)/.exec(header ?? "")?.[1] ?? null;
}
