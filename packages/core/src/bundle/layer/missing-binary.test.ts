import { describe, expect, test } from "@jest/globals";
import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import { addonFits } from "./binary-fit.ts";
import { explainMissingBinary, lacksBinary } from "./missing-binary.ts";
import { isNative } from "./native-packages.ts";
import type { PackageFile } from "./unpack-package.ts";

const here: ContainerPlatform = { os: "linux", architecture: "x64", libc: "glibc", nodeMajor: 24 };

function elf(machine: number, links: string): Buffer {
  const content = Buffer.alloc(128);
  content.write("\x7fELF\x02\x01\x01", "latin1");
  content.writeUInt16LE(machine, 18);
  content.write(`${links}\0`, 64);
  return content;
}

const x64 = elf(0x3e, "libc.so.6");
const muslX64 = elf(0x3e, "libc.musl-x86_64.so.1");
const arm64 = elf(0xb7, "libc.so.6");
const macos = Buffer.alloc(128);
macos.writeUInt32BE(0xcffaedfe);
macos.writeUInt32LE(0x0100000c, 4);
const windows = Buffer.alloc(128);
windows.write("MZ");
windows.writeUInt32LE(64, 0x3c);
windows.writeUInt16LE(0x8664, 68);

function files(manifest: object, others: Readonly<Record<string, Buffer>> = {}): PackageFile[] {
  const all = { "package.json": Buffer.from(JSON.stringify(manifest)), ...others };
  return Object.entries(all).map(([path, content]) => ({ path, mode: 0o644, content }));
}

test.each<[string, Buffer, Partial<ContainerPlatform>, boolean]>([
  ["linux-x64.node", x64, {}, true],
  ["linux-x64.node", x64, { libc: "musl" }, false],
  ["linuxmusl-x64.node", muslX64, { libc: "musl" }, true],
  ["linux-x64.musl.node", elf(0x3e, "nothing"), {}, false],
  ["linux-arm64.node", arm64, {}, false],
  ["linux-arm64.node", arm64, { architecture: "arm64" }, true],
  ["darwin-arm64.node", macos, {}, false],
  ["darwin-arm64.node", macos, { os: "darwin", architecture: "arm64", libc: null }, true],
  ["win32-x64.node", windows, { os: "win32", libc: null }, true],
  ["prebuilds/linux-x64/node.abi137.node", x64, {}, true],
  ["prebuilds/linux-x64/node.abi127.node", x64, {}, false],
  ["prebuilds/linux-x64/node.abi127.node", x64, { nodeMajor: 22 }, true],
  ["notes.node", Buffer.from("no machine code"), {}, false],
])("%s is judged by what is in it and by its name", (name, content, change, fits) => {
  expect(addonFits(name, content, { ...here, ...change })).toBe(fits);
});

describe("a native package is known", () => {
  test.each<[string, object, boolean, boolean]>([
    ["by its binding.gyp", {}, true, true],
    ["by gypfile", { gypfile: true }, false, true],
    ["by what loads its binary", { dependencies: { bindings: "^1" } }, false, true],
    ["by its install script", { scripts: { install: "prebuild-install || node-gyp rebuild" } }, false, true],
    [
      "by its packages for platforms",
      { optionalDependencies: { "@x/linux-x64": "1", "@x/darwin-arm64": "1" } },
      false,
      true,
    ],
    ["not by a convenience for one system", { optionalDependencies: { fsevents: "2", "x-darwin": "1" } }, false, false],
    ["not by another script", { scripts: { postinstall: "node hello.js" } }, false, false],
  ])("%s", (_, manifest, hasBindingFile, expected) => {
    expect(isNative(manifest, hasBindingFile)).toBe(expected);
  });
});

describe("what has no binary for the platform", () => {
  test("is a package that makes or fetches one when it is installed", () => {
    const package_ = files({ dependencies: { "prebuild-install": "^7" } });
    expect(lacksBinary(package_, false, here)).toBe(true);
    expect(explainMissingBinary(package_, here)).toContain("compiles or downloads one when it is installed");
  });

  test("is not one that brings it in a package for the platform", () => {
    const package_ = files({ optionalDependencies: { "@x/linux-x64": "1", "@x/darwin-arm64": "1" } });
    expect(lacksBinary(package_, true, here)).toBe(false);
    expect(lacksBinary(package_, false, here)).toBe(true);
  });

  test("is told with the image that would do", () => {
    const package_ = files({}, { "prebuilds/linux-x64.node": x64 });
    expect(lacksBinary(package_, false, here)).toBe(false);
    expect(explainMissingBinary(package_, { ...here, libc: "musl" })).toContain("such as node:24-bookworm-slim");
    const bound = files({}, { "prebuilds/linux-x64/node.abi127.node": x64 });
    expect(explainMissingBinary(bound, here)).toContain("images with Node.js 22, such as node:22-bookworm-slim");
  });

  test("is told with the platforms that there are where no image would do", () => {
    const package_ = files({}, { "linuxmusl-x64.node": muslX64, "darwin-arm64.node": macos });
    expect(explainMissingBinary(package_, { ...here, architecture: "s390x" })).toBe(
      "it has binaries only for darwin arm64, linux x64 (musl)",
    );
  });
});
