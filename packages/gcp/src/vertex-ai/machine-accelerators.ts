/** The accelerators that a machine of a family has or may have. */
interface AcceleratorChoice {
  readonly machine: RegExp;
  readonly type: string;
  readonly counts: readonly number[];
  /** Whether the machine always has them. */
  readonly isBuiltIn: boolean;
}

const builtIn = (machine: RegExp, type: string, count: number): AcceleratorChoice => ({
  machine,
  type,
  counts: [count],
  isBuiltIn: true,
});
const attachable = (type: string, counts: readonly number[]): AcceleratorChoice => ({
  machine: /^n1-/,
  type,
  counts,
  isBuiltIn: false,
});

// https://cloud.google.com/vertex-ai/docs/training/configure-compute#specifying_gpus
const choices: readonly AcceleratorChoice[] = [
  attachable("NVIDIA_TESLA_T4", [1, 2, 4]),
  attachable("NVIDIA_TESLA_P4", [1, 2, 4]),
  attachable("NVIDIA_TESLA_P100", [1, 2, 4]),
  attachable("NVIDIA_TESLA_V100", [1, 2, 4, 8]),
  attachable("NVIDIA_TESLA_K80", [1, 2, 4, 8]),
  ...[1, 2, 4, 8].map((count) => builtIn(new RegExp(`^a2-highgpu-${count}g$`), "NVIDIA_TESLA_A100", count)),
  builtIn(/^a2-megagpu-16g$/, "NVIDIA_TESLA_A100", 16),
  ...[1, 2, 4, 8].map((count) => builtIn(new RegExp(`^a2-ultragpu-${count}g$`), "NVIDIA_A100_80GB", count)),
  ...[1, 2, 4, 8].map((count) => builtIn(new RegExp(`^a3-highgpu-${count}g$`), "NVIDIA_H100_80GB", count)),
  builtIn(/^a3-megagpu-8g$/, "NVIDIA_H100_MEGA_80GB", 8),
  builtIn(/^a3-ultragpu-8g$/, "NVIDIA_H200_141GB", 8),
  builtIn(/^a4-highgpu-8g$/, "NVIDIA_B200", 8),
  builtIn(/^a4x-highgpu-4g$/, "NVIDIA_GB200", 4),
  builtIn(/^g2-standard-(4|8|12|16|32)$/, "NVIDIA_L4", 1),
  builtIn(/^g2-standard-24$/, "NVIDIA_L4", 2),
  builtIn(/^g2-standard-48$/, "NVIDIA_L4", 4),
  builtIn(/^g2-standard-96$/, "NVIDIA_L4", 8),
];

/** Families that have no accelerators. One that is not known here is Vertex AI's to judge. */
const plainFamilies = /^(?:e2|n2|n2d|n4|c2|c2d|c3|c3d|c4|m1|m2|m3|t2a|t2d)-/;

export interface Accelerators {
  readonly type: string | null;
  readonly count: number | null;
}

/** Accelerators that were judged, or why a machine cannot have them. */
export type JudgedAccelerators =
  | { readonly accelerators: Accelerators }
  | { readonly key: "accelerator_type" | "accelerator_count"; readonly reason: string };

/** What a machine has, where it is left open; what it can have, where it is not. Pure. */
export function judgeAccelerators(machineType: string, { type, count }: Accelerators): JudgedAccelerators {
  const possible = choices.filter(({ machine }) => machine.test(machineType));
  const [own] = possible;
  if (own !== undefined && own.isBuiltIn) return judgeBuiltIn(machineType, own, { type, count });
  if (type === null) {
    if (count === null || count === 0) return { accelerators: { type: null, count: null } };
    return { key: "accelerator_count", reason: "needs 'accelerator_type' as well, such as NVIDIA_TESLA_T4" };
  }
  if (plainFamilies.test(machineType)) {
    const others = machinesWith(type);
    const hint = others === "" ? "" : `; ${type} is had with ${others}`;
    return { key: "accelerator_type", reason: `cannot be had with the machine type ${machineType}${hint}` };
  }
  const accelerators = { type, count: count ?? 1 };
  if (possible.length === 0) return { accelerators };
  const choice = possible.find((one) => one.type === type);
  if (choice === undefined) {
    const types = possible.map((one) => one.type).join(", ");
    const elsewhere = machinesWith(type);
    const hint = elsewhere === "" ? "" : `; ${type} is had with ${elsewhere}`;
    return { key: "accelerator_type", reason: `must be one of ${types} with ${machineType}, not ${type}${hint}` };
  }
  if (choice.counts.includes(accelerators.count)) return { accelerators };
  const reason = `must be one of ${choice.counts.join(", ")} for ${type}, not ${accelerators.count}`;
  return { key: "accelerator_count", reason };
}

function judgeBuiltIn(machineType: string, own: AcceleratorChoice, { type, count }: Accelerators): JudgedAccelerators {
  const [ownCount = 1] = own.counts;
  const has = `with ${machineType}, which comes with ${ownCount} of ${own.type}`;
  if (type !== null && type !== own.type) return { key: "accelerator_type", reason: `cannot be ${type} ${has}` };
  if (count !== null && count !== ownCount) return { key: "accelerator_count", reason: `cannot be ${count} ${has}` };
  return { accelerators: { type: own.type, count: ownCount } };
}

/** Names of machines, as far as they are known here. */
function machinesWith(type: string): string {
  const machines = choices.filter((choice) => choice.type === type).map(({ machine }) => readable(machine));
  return machines.length <= 1 ? machines.join("") : `${machines.slice(0, -1).join(", ")} or ${machines.at(-1)}`;
}

function readable({ source }: RegExp): string {
  const plain = source.replace(/^\^/, "").replace(/\$$/, "");
  return plain.endsWith("-") ? `${plain}*` : plain.replaceAll("|", "/");
}
