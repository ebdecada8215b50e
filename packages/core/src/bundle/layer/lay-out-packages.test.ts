import { expect, test } from "@jest/globals";
import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import { layOutPackages, type UnpackedPackage } from "./lay-out-packages.ts";

const platform: ContainerPlatform = { os: "linux", architecture: "x64", libc: "musl", nodeMajor: 24 };

function elf(links: string): Buffer {
  const content = Buffer.alloc(128);
  content.write("\x7fELF\x02\x01\x01", "latin1");
  content.writeUInt16LE(0x3e, 18);
  content.write(`${links}\0`, 64);
  return content;
}

function unpacked(
  name: string,
  manifest: object,
  addons: Readonly<Record<string, Buffer>> = {},
  platformPaths: readonly string[] = [],
): UnpackedPackage {
  const contents = { "package.json": Buffer.from(JSON.stringify(manifest)), ...addons };
  return {
    path: `node_modules/${name}`,
    locked: {
      id: name,
      name,
      version: "1.0.0",
      integrity: null,
      foreignSource: null,
      platform: { os: [], cpu: [], libc: [] },
      dependencies: [],
    },
    platformPaths,
    files: Object.entries(contents).map(([path, content]) => ({ path, mode: 0o644, content })),
  };
}

const laidOut = (...packages: UnpackedPackage[]) => {
  const { files, lacking } = layOutPackages(packages, platform);
  return { files: files.map(({ path }) => path), lacking: lacking.map(({ locked }) => locked.name) };
};

test("addons of other platforms are left out of a package that has them all", () => {
  const addons = { "linux-x64.node": elf("libc.so.6"), "linuxmusl-x64.node": elf("libc.musl-x86_64.so.1") };
  expect(laidOut(unpacked("a", {}, addons))).toEqual({
    files: ["node_modules/a/linuxmusl-x64.node", "node_modules/a/package.json"],
    lacking: [],
  });
});

test("a package that only its own manifest shows to be for another platform is left out", () => {
  const glibc = unpacked("@b/linux-x64", { os: ["linux"], cpu: ["x64"], libc: ["glibc"] });
  const musl = unpacked("@b/linuxmusl-x64", { os: ["linux"], cpu: ["x64"], libc: ["musl"] });
  const manifest = { optionalDependencies: { "@b/linux-x64": "1", "@b/linuxmusl-x64": "1" } };
  const withBoth = unpacked("b", manifest, {}, [glibc.path, musl.path]);
  expect(laidOut(withBoth, glibc, musl)).toEqual({
    files: ["node_modules/@b/linuxmusl-x64/package.json", "node_modules/b/package.json"],
    lacking: [],
  });
  const withOne = unpacked("b", manifest, {}, [glibc.path]);
  expect(laidOut(withOne, glibc)).toEqual({ files: [], lacking: ["b"] });
});
