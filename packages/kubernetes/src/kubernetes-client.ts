import { readFile } from "node:fs/promises";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { RequestOptions } from "node:https";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { ClusterSource } from "./cluster-source.ts";
import { ClusterConfigurationError } from "./errors/cluster-configuration-error.ts";

/** A cluster and the credentials to use there. */
export interface ClusterConnection {
  /** `https://10.0.0.1:6443`, with its path where it has one. */
  readonly server: string;
  /** The context of the kubeconfig; `null` where it is none of a file. */
  readonly context: string | null;
  /** What every request needs: agent, certificates and headers. Runs credential plugins, and renews what has expired. */
  authorize(): Promise<RequestOptions>;
  /** Forgets credentials, so that the next request asks for new ones. */
  renew(): Promise<void>;
}

/**
 * Finds the cluster as `kubectl` does: the block's, else the named context's, else that of the pod that this process runs
 * in, else the kubeconfig's current one. Throws `ClusterConfigurationError`; connects to nothing yet.
 */
export async function connectToCluster(source: ClusterSource): Promise<ClusterConnection> {
  let { config, context } = await loadConfig(source);
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new ClusterConfigurationError({ source: describe(source), problem: "it names no cluster" });
  let agent: { readonly of: string; readonly agent: HttpAgent } | null = null;

  /** One agent for as long as the certificates stay the same, so that connections are shared. */
  function agentFor(options: RequestOptions): HttpAgent {
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    const tls = { ca, cert, key, rejectUnauthorized, servername };
    const of = JSON.stringify(tls);
    if (agent?.of === of) return agent.agent;
    const settings = { keepAlive: true, keepAliveMsecs: 30_000 };
    const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
    const isPlain = cluster?.server.startsWith("http:") ?? false;
    agent = { of, agent: isPlain ? new HttpAgent(settings) : new HttpsAgent({ ...settings, ...given }) };
    return agent.agent;
  }

  return {
    server: cluster.server.replace(/\/+$/, ""),
    context,
    async authorize() {
      const options: RequestOptions = { headers: {} };
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        const problem = `its credentials cannot be had: ${(error as Error).message.trim()}`;
        throw new ClusterConfigurationError({ source: describe(source), problem, cause: error });
      }
      // Only through a proxy is the library's own agent needed; it opens a connection for every request.
      return cluster.proxyUrl === undefined ? { ...options, agent: agentFor(options) } : options;
    },
    async renew() {
      ({ config, context } = await loadConfig(source));
      agent = null;
    },
  };
}

interface LoadedConfig {
  readonly config: KubeConfig;
  readonly context: string | null;
}

async function loadConfig(source: ClusterSource): Promise<LoadedConfig> {
  try {
    const loaded = await load(source);
    // The library asks for this where there is nothing to verify.
    loaded.config.clusters = loaded.config.clusters.map((cluster) =>
      cluster.server.startsWith("http:") ? { ...cluster, skipTLSVerify: true } : cluster,
    );
    return loaded;
  } catch (error) {
    if (ClusterConfigurationError.isInstance(error)) throw error;
    throw new ClusterConfigurationError({ source: describe(source), problem: (error as Error).message, cause: error });
  }
}

async function load(source: ClusterSource): Promise<LoadedConfig> {
  if (source.kind === "block") {
    const config = new KubeConfig();
    config.loadFromString(JSON.stringify(source.kubeconfig));
    return { config: choose(config, source.context, describe(source)), context: null };
  }
  if (source.context === null && process.env["KUBECONFIG"] === undefined && process.env["KUBERNETES_SERVICE_HOST"]) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return { config, context: null };
  }
  const config = await loadFiles(kubeconfigFiles());
  const context = source.context ?? config.getCurrentContext();
  return { config: choose(config, context, describe(source)), context };
}

function kubeconfigFiles(): readonly string[] {
  const named = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return named.length > 0 ? named : [join(homedir(), ".kube", "config")];
}

/** As `kubectl` merges files: those that are not there are left out, and what an earlier one has stands. */
async function loadFiles(files: readonly string[]): Promise<KubeConfig> {
  const merged = new KubeConfig();
  let found = 0;
  for (const file of files) {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (text === null) continue;
    found += 1;
    const config = new KubeConfig();
    config.loadFromString(text);
    config.makePathsAbsolute(dirname(file));
    merged.clusters = addNew(merged.clusters, config.clusters);
    merged.users = addNew(merged.users, config.users);
    merged.contexts = addNew(merged.contexts, config.contexts);
    if (!merged.currentContext && config.currentContext) merged.setCurrentContext(config.currentContext);
  }
  if (found > 0) return merged;
  throw new ClusterConfigurationError({ source: files.join(delimiter), problem: "there is no such file" });
}

function addNew<T extends { readonly name: string }>(known: T[], more: readonly T[]): T[] {
  return [...known, ...more.filter(({ name }) => !known.some((one) => one.name === name))];
}

function choose(config: KubeConfig, context: string | undefined, source: string): KubeConfig {
  if (!context) throw new ClusterConfigurationError({ source, problem: "it has no current context" });
  const found = config.getContextObject(context);
  const names = config.getContexts().map(({ name }) => name);
  if (found === null) {
    const problem = `it has no context '${context}', only ${names.length === 0 ? "none" : names.join(", ")}`;
    throw new ClusterConfigurationError({ source, problem });
  }
  if (config.getCluster(found.cluster) === null) {
    const problem = `its context '${context}' names the cluster '${found.cluster}', which it does not have`;
    throw new ClusterConfigurationError({ source, problem });
  }
  config.setCurrentContext(context);
  return config;
}

function describe(source: ClusterSource): string {
  if (source.kind === "block") return "the kubernetes-cluster-config block of the work pool";
  return `the kubeconfig ${kubeconfigFiles().join(delimiter)}`;
}
