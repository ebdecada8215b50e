/** What a file of machine code runs on; `libc` only where the file shows it. */
export interface MachineCode {
  readonly os: "linux" | "darwin" | "win32";
  readonly architectures: readonly string[];
  readonly libc: "glibc" | "musl" | null;
}

const elfMachines: Readonly<Record<number, string>> = {
  0x03: "ia32",
  0x15: "ppc64",
  0x16: "s390x",
  0x28: "arm",
  0x3e: "x64",
  0xb7: "arm64",
  0xf3: "riscv64",
};

const machCpuTypes: Readonly<Record<number, string>> = { 0x01000007: "x64", 0x0100000c: "arm64" };

const peMachines: Readonly<Record<number, string>> = { 0x8664: "x64", 0xaa64: "arm64", 0x014c: "ia32" };

/** Reads the headers of a shared library or a program; `null` for any other file. Pure. */
export function readMachineCode(content: Buffer): MachineCode | null {
  if (content.length < 64) return null;
  const magic = content.readUInt32BE(0);
  if (magic === 0x7f454c46) return readElf(content);
  if (magic === 0xcffaedfe) return mach([content.readUInt32LE(4)]);
  if (magic === 0xcafebabe) return readUniversal(content);
  return content.readUInt16BE(0) === 0x4d5a ? readPortableExecutable(content) : null;
}

function readElf(content: Buffer): MachineCode {
  const isLittleEndian = content[5] === 1;
  const machine = isLittleEndian ? content.readUInt16LE(18) : content.readUInt16BE(18);
  // What it links is among its texts.
  const isMusl = content.includes("libc.musl-") || content.includes("ld-musl-");
  const libc = isMusl ? "musl" : content.includes("libc.so.6\0") ? "glibc" : null;
  return { os: "linux", architectures: known(elfMachines[machine]), libc };
}

function readUniversal(content: Buffer): MachineCode {
  const count = Math.min(content.readUInt32BE(4), 8);
  return mach(Array.from({ length: count }, (_, index) => content.readUInt32BE(Math.min(8 + index * 20, 60))));
}

function mach(types: readonly number[]): MachineCode {
  return { os: "darwin", architectures: types.flatMap((type) => known(machCpuTypes[type])), libc: null };
}

function readPortableExecutable(content: Buffer): MachineCode {
  const header = content.readUInt32LE(0x3c);
  const machine = header + 6 <= content.length ? content.readUInt16LE(header + 4) : 0;
  return { os: "win32", architectures: known(peMachines[machine]), libc: null };
}

function known(architecture: string | undefined): readonly string[] {
  return architecture === undefined ? [] : [architecture];
}
