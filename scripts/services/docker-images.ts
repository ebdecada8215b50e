import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { runStep } from "../step.mjs";
import { busyboxProgram, oldNodeProgram } from "./docker-programs.ts";
import { runDocker } from "./run-docker.ts";

/** The names of the images that the suites run. */
export interface TestImages {
  /** Node.js, the libraries that it needs, and nothing else: not even a shell. */
  readonly node: string;
  /** The same with a shell and its tools. */
  readonly shell: string;
  /** With a Node.js that is too old for a bundle. */
  readonly oldNode: string;
}

const user = "1000:1000";
const passwd = "root:x:0:0:root:/root:/sbin/nologin\nnode:x:1000:1000:node:/home/node:/sbin/nologin\n";
const group = "root:x:0:\nnode:x:1000:\n";

/** Makes the images from programs of this machine: no registry is in reach. Those that are there already stay. */
export async function ensureTestImages(host: string): Promise<TestImages> {
  const [node, shell, oldNode] = await Promise.all([
    ensureImage(host, "node", { "usr/local/bin/node": process.execPath }),
    ensureImage(host, "shell", { "usr/local/bin/node": process.execPath, "bin/busybox": busyboxProgram }),
    ensureImage(host, "old-node", { "usr/local/bin/node": oldNodeProgram }),
  ]);
  return { node, shell, oldNode };
}

/** `programs` maps paths in the image to files of this machine. */
async function ensureImage(host: string, name: string, programs: Readonly<Record<string, string>>): Promise<string> {
  const image = `prefect-test/${name}:${await digestOf(programs)}`;
  const known = await runDocker(host, ["image", "ls", "--quiet", image]);
  if (known.trim() !== "") return image;
  const root = await mkdtemp(path.join(tmpdir(), "prefect-test-image-"));
  try {
    await layOut(root, programs);
    const archive = `tar --create --owner 0 --group 0 --numeric-owner --directory "$ROOT" . `;
    const changes = [`USER ${user}`, "ENV PATH=/usr/local/bin:/bin", "WORKDIR /home/node"];
    const load = ["docker", "--host", host, "import", ...changes.flatMap((change) => ["--change", `'${change}'`])];
    await runStep(`make the image ${image}`, ["sh", "-c", `${archive} | ${load.join(" ")} - ${image}`], {
      env: { ...process.env, ROOT: root },
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return image;
}

async function digestOf(programs: Readonly<Record<string, string>>): Promise<string> {
  const hash = createHash("sha256").update(await readFile(import.meta.filename));
  for (const [target, file] of Object.entries(programs)) hash.update(target).update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}

async function layOut(root: string, programs: Readonly<Record<string, string>>): Promise<void> {
  for (const directory of ["tmp", "etc", "bin", "root", "home/node", "lib64"]) {
    await mkdir(path.join(root, directory), { recursive: true });
  }
  await chmod(root, 0o755);
  await chmod(path.join(root, "tmp"), 0o1777);
  await chmod(path.join(root, "home/node"), 0o777);
  await writeFile(path.join(root, "etc/passwd"), passwd);
  await writeFile(path.join(root, "etc/group"), group);
  for (const [target, file] of Object.entries(programs)) {
    for (const library of await librariesOf(file)) await copyInto(root, library, library);
    await copyInto(root, file, target);
    await chmod(path.join(root, target), 0o755);
  }
  if ("bin/busybox" in programs) {
    for (const tool of ["sh", "cat", "ls", "id", "sleep"]) await symlink("busybox", path.join(root, "bin", tool));
  }
}

async function copyInto(root: string, file: string, target: string): Promise<void> {
  const destination = path.join(root, target);
  await mkdir(path.dirname(destination), { recursive: true });
  await copyFile(file, destination);
}

/** The shared libraries that the dynamic loader would load; none of a static program. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ldd", [program]).catch(() => ({ stdout: "" }));
  const loaded = [...stdout.matchAll(/(?:^|\s)(\/\S+)\s+\(0x/gm)].flatMap(([, library]) => library ?? []);
  return [...new Set([...loaded, ...(await restOfLibc(loaded))])];
}

/** What every image with glibc has beside it, and native packages link: Node.js itself does not need all of it. */
async function restOfLibc(loaded: readonly string[]): Promise<string[]> {
  const libc = loaded.find((library) => path.basename(library) === "libc.so.6");
  if (libc === undefined) return [];
  const beside = await readdir(path.dirname(libc));
  const names = beside.filter((name) => /^lib(?:dl|m|pthread|resolv|rt|util)\.so\.\d+$/.test(name));
  return names.map((name) => path.join(path.dirname(libc), name));
}
