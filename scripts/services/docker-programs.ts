import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runStep } from "../step.mjs";
import { dockerDirectory } from "./docker-directory.ts";

const oldNodeVersion = "20.20.2";
const unpacked = path.join(dockerDirectory, "programs");
const oldNodeDirectory = path.join(dockerDirectory, `node-${oldNodeVersion}`);
const oldNodePackage = `node-${process.platform}-${process.arch}`;

/** Debian's registry server, unpacked rather than installed, so that no service of it is started. */
export const registryProgram: string = path.join(unpacked, "usr/bin/docker-registry");

/** A shell and its tools in one file that needs no libraries. */
export const busyboxProgram: string = path.join(unpacked, "bin/busybox");

/** A Node.js that the packages do not support any more. */
export const oldNodeProgram: string = path.join(oldNodeDirectory, "node_modules", oldNodePackage, "bin/node");

/** Installs the engine on this machine. */
export async function installDockerPackages(): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  await runStep("update the list of Debian packages", ["apt-get", "update", "--quiet"], options);
  const packages = ["docker.io", "iproute2", "cgroupfs-mount"];
  await runStep(
    `install ${packages.join(", ")}`,
    ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", ...packages],
    options,
  );
}

/** Fetches what the suites use beside the engine, once per machine. */
export async function unpackPrograms(): Promise<void> {
  if (![registryProgram, busyboxProgram].every((file) => existsSync(file))) await unpackDebianPackages();
  if (!existsSync(oldNodeProgram)) await installOldNode();
}

async function unpackDebianPackages(): Promise<void> {
  await mkdir(dockerDirectory, { recursive: true });
  const directory = await mkdtemp(path.join(dockerDirectory, "unpacking-"));
  const packages = ["docker-registry", "busybox-static"];
  try {
    const download = ["apt-get", "download", "--quiet", ...packages];
    const title = `download ${packages.join(" and ")}`;
    await runStep(title, download, { cwd: directory }).catch(async () => {
      await runStep("update the list of Debian packages", ["apt-get", "update", "--quiet"]);
      await runStep(title, download, { cwd: directory });
    });
    const root = path.join(directory, "root");
    for (const file of (await readdir(directory)).filter((name) => name.endsWith(".deb"))) {
      await runStep(`unpack ${file}`, ["dpkg-deb", "--extract", path.join(directory, file), root]);
    }
    await rm(unpacked, { recursive: true, force: true });
    await rename(root, unpacked);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function installOldNode(): Promise<void> {
  await mkdir(oldNodeDirectory, { recursive: true });
  await writeFile(
    path.join(oldNodeDirectory, "package.json"),
    JSON.stringify({ private: true, dependencies: { [oldNodePackage]: oldNodeVersion } }),
  );
  await runStep(
    `install Node.js ${oldNodeVersion} for an image that is too old`,
    ["npm", "install", "--prefix", oldNodeDirectory, "--no-audit", "--no-fund", "--no-package-lock"],
    { cwd: oldNodeDirectory },
  );
}
