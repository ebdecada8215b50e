/** Gigabytes for each processor of a machine, by its series. */
const gigabytesPerProcessor: Readonly<Record<string, number>> = {
  "n1-standard": 3.75,
  "n1-highmem": 6.5,
  "n1-highcpu": 0.9,
  "e2-standard": 4,
  "e2-highmem": 8,
  "e2-highcpu": 1,
  "g2-standard": 4,
};

/** Of machines whose size is not their number of processors. */
const gpuMachine = /^(a2-(highgpu|ultragpu|megagpu)|a3-(highgpu|megagpu|ultragpu)|a4-highgpu)-\d+g$/;

/** `null`: there is no such machine. */
export function memoryBytesOf(machineType: string): number | null {
  const [, series = "", processors] = /^(.+)-(\d+)$/.exec(machineType) ?? [];
  const perProcessor = gigabytesPerProcessor[series];
  if (perProcessor !== undefined) return Math.round(perProcessor * Number(processors) * 2 ** 30);
  return gpuMachine.test(machineType) ? 85 * 2 ** 30 : null;
}

/** What the machines of a series can have. https://cloud.google.com/vertex-ai/docs/training/configure-compute */
const acceleratorsBySeries: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^n1-/, ["NVIDIA_TESLA_T4", "NVIDIA_TESLA_P4", "NVIDIA_TESLA_P100", "NVIDIA_TESLA_V100", "NVIDIA_TESLA_K80"]],
  [/^g2-/, ["NVIDIA_L4"]],
  [/^a2-ultragpu/, ["NVIDIA_A100_80GB"]],
  [/^a2-/, ["NVIDIA_TESLA_A100"]],
  [/^a3-highgpu/, ["NVIDIA_H100_80GB"]],
  [/^a3-megagpu/, ["NVIDIA_H100_MEGA_80GB"]],
];

export function canHave(machineType: string, accelerator: string): boolean {
  return acceleratorsBySeries.find(([series]) => series.test(machineType))?.[1].includes(accelerator) === true;
}
