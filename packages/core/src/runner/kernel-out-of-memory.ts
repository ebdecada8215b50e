import { readFile } from "node:fs/promises";

const eventFiles = ["/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"];

/** How often the kernel ended a process of this container for want of memory; 0 where that cannot be known. */
export async function readOutOfMemoryKills(): Promise<number> {
  for (const file of eventFiles) {
    const text = await readFile(file, "utf8").catch(() => "");
    const match = /^oom_kill (\d+)$/m.exec(text);
    if (match !== null) return Number(match[1]);
  }
  return 0;
}
