import type { ContainerPlatform } from "../../contracts/container-platform.ts";

/** What a name says of the platform that it is for, as far as it does. */
export interface NamedPlatform {
  readonly os: string | null;
  readonly architecture: string | null;
  readonly libc: "glibc" | "musl" | null;
}

/** What a package manager knows of the platforms that a package is for; an empty list is any. */
export interface PlatformLists {
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
}

const systems: Readonly<Record<string, string>> = {
  aix: "aix",
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  linuxmusl: "linux",
  macos: "darwin",
  netbsd: "netbsd",
  openbsd: "openbsd",
  openharmony: "openharmony",
  sunos: "sunos",
  win32: "win32",
  windows: "win32",
};

const architectures: Readonly<Record<string, string>> = {
  aarch64: "arm64",
  amd64: "x64",
  arm: "arm",
  arm64: "arm64",
  armv7: "arm",
  ia32: "ia32",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  ppc64le: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
  x86_64: "x64",
};

/** Reads a name such as `@img/sharp-linuxmusl-x64` or `linux-arm64-gnu`. Pure. */
export function platformOfName(name: string): NamedPlatform {
  const words = name.toLowerCase().split(/[^a-z0-9_]+/);
  const find = (table: Readonly<Record<string, string>>): string | null =>
    words.map((word) => table[word]).findLast((found) => found !== undefined) ?? null;
  const isMusl = words.some((word) => word.includes("musl"));
  const isGlibc = words.some((word) => /^(?:gnu|glibc|gnueabihf)$/.test(word));
  return { os: find(systems), architecture: find(architectures), libc: isMusl ? "musl" : isGlibc ? "glibc" : null };
}

/** Whether nothing that a name says speaks against a platform. Pure. */
export function nameFits(name: string, platform: ContainerPlatform): boolean {
  const { os, architecture, libc } = platformOfName(name);
  if (os === null) return architecture !== "wasm32";
  return (
    os === platform.os &&
    (architecture === null || architecture === platform.architecture) &&
    (libc === null || libc === platform.libc)
  );
}

/** Whether a platform is among those that a package's manifest lists. Pure. */
export function listsFit({ os, cpu, libc }: PlatformLists, platform: ContainerPlatform): boolean {
  return (
    allows(os, platform.os) &&
    allows(cpu, platform.architecture) &&
    (platform.libc === null || allows(libc, platform.libc))
  );
}

/** A list of names, or of names with `!` that are not allowed. */
function allows(list: readonly string[], value: string): boolean {
  if (list.includes(`!${value}`)) return false;
  const allowed = list.filter((entry) => !entry.startsWith("!"));
  return allowed.length === 0 || allowed.includes(value) || allowed.includes("any");
}
