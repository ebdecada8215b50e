/** Linux's magic numbers of file systems whose files other machines may have open at the same time. */
const networkTypes: ReadonlySet<number> = new Set([
  0x6969, // nfs
  0x517b, // smb
  0xfe534d42, // smb2
  0xff534d42, // cifs
  0x01021997, // 9p
  0x5346414f, // afs
  0x00c36400, // ceph
  0x0bd00bd0, // lustre
  0x65735546, // fuse: sshfs, gcsfuse, s3fs
  0x47504653, // gpfs
]);

/** Whether a type, as `statfs` reports it, is that of a network file system. */
export function isNetworkFileSystem(type: number): boolean {
  return networkTypes.has(type);
}
