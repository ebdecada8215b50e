import type { ContainerPlatform } from "../../contracts/container-platform.ts";
import { readMachineCode } from "./machine-code.ts";
import { platformOfName } from "./platform-match.ts";

/** The version of V8's interface that a major version of Node.js has; what uses Node-API needs none. */
const abiOfMajor: Readonly<Record<number, number>> = {
  [Number(process.versions.node.split(".")[0])]: Number(process.versions.modules),
  22: 127,
  24: 137,
};

/**
 * Whether an addon can be loaded on a platform, by its headers and its name: `prebuilds/linux-x64/node.abi127.node`,
 * `linuxmusl-x64.node`. Pure.
 */
export function addonFits(name: string, content: Buffer, platform: ContainerPlatform): boolean {
  const code = readMachineCode(content);
  if (code === null || code.os !== platform.os || !code.architectures.includes(platform.architecture)) return false;
  const libc = code.libc ?? platformOfName(name).libc;
  if (libc !== null && platform.libc !== null && libc !== platform.libc) return false;
  const abi = abiOfName(name);
  return abi === null || abi === abiOfMajor[platform.nodeMajor];
}

/** The version of V8's interface that an addon's name says it needs; `null` for one that serves all. Pure. */
export function abiOfName(name: string): number | null {
  const abi = /(?:\babi|node-v)(\d+)/.exec(name)?.[1];
  return abi === undefined ? null : Number(abi);
}
