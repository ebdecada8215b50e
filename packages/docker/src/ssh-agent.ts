import { spawn } from "node:child_process";
import { lstat, mkdir } from "node:fs/promises";
import { Agent } from "node:http";
import type { ClientRequestArgs } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { toDuplex } from "./child-duplex.ts";

// How long the shared connection outlives its last use.
const persistSeconds = 60;

/**
 * Connections to the engine of another machine through OpenSSH's own client, as Docker's command line makes them: host
 * keys are checked, and the user's configuration, agent, keys and jump hosts hold. All go through one SSH connection.
 */
export class SshAgent extends Agent {
  readonly #url: URL;
  readonly #sharing: Promise<readonly string[]>;

  constructor(host: string) {
    super({ keepAlive: false });
    this.#url = new URL(host);
    this.#sharing = sharingOptions();
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, connection: Duplex) => void,
  ): undefined {
    void this.#dial(callback);
  }

  async #dial(callback?: (error: Error | null, connection: Duplex) => void): Promise<void> {
    callback?.(null, dialEngine(this.#url, await this.#sharing));
  }
}

function dialEngine(url: URL, sharing: readonly string[]): Duplex {
  return toDuplex(
    spawn("ssh", [...sharing, ...toSshArguments(url), "--", url.hostname, "docker", "system", "dial-stdio"]),
  );
}

/** Never asks: a host whose key is unknown, or a key with a passphrase and no agent, is an error. */
export function toSshArguments(url: URL): readonly string[] {
  return [
    "-o",
    "BatchMode=yes",
    "-o",
    "ConnectTimeout=30",
    "-o",
    "ServerAliveInterval=15",
    "-T",
    ...(url.username === "" ? [] : ["-l", decodeURIComponent(url.username)]),
    ...(url.port === "" ? [] : ["-p", url.port]),
  ];
}

/** One connection for all, where this user has a directory that nobody else can put a socket into. */
async function sharingOptions(): Promise<readonly string[]> {
  const userId = process.getuid?.() ?? 0;
  const directory = join(tmpdir(), `prefect-ssh-${userId}`);
  await mkdir(directory, { mode: 0o700, recursive: true }).catch(() => undefined);
  const isOwn = await lstat(directory).then(
    (status) => status.isDirectory() && status.uid === userId && (status.mode & 0o077) === 0,
    () => false,
  );
  if (!isOwn) return [];
  return ["-o", "ControlMaster=auto", "-o", `ControlPath=${directory}/%C`, "-o", `ControlPersist=${persistSeconds}`];
}
