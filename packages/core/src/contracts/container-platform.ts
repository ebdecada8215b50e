/** What machine code must be made for to run somewhere. */
export interface ContainerPlatform {
  /** As `process.platform` has it. */
  readonly os: string;
  /** As `process.arch` has it: `x64`, `arm64`. */
  readonly architecture: string;
  /** The C library; `null` on another system than Linux. */
  readonly libc: "glibc" | "musl" | null;
  /** The major version of Node.js. */
  readonly nodeMajor: number;
}

/** What packages were packed for; `nodeMajor` is `null` where they serve every version of Node.js. */
export type LayerPlatform = Omit<ContainerPlatform, "nodeMajor"> & { readonly nodeMajor: number | null };
