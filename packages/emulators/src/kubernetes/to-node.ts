import { type ApiObject, toApiTime } from "./api/api-object.ts";

export interface NodeOptions {
  /** Default: `emulator-node-<number>`. */
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Quantities by resource. Default: 16 processors, 64 GiB, 250 pods. */
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

export function toNode({ name, labels = {}, allocatable = {}, taints }: NodeOptions, index: number): ApiObject {
  const given = name ?? `emulator-node-${index + 1}`;
  const resources = { cpu: "16", memory: "64Gi", "ephemeral-storage": "100Gi", pods: "250", ...allocatable };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: given,
      uid: "",
      resourceVersion: "",
      creationTimestamp: "",
      labels: {
        "kubernetes.io/hostname": given,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        ...labels,
      },
    },
    spec: taints === undefined ? {} : { taints },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "KubeletReady",
          message: "kubelet is posting ready status",
          lastTransitionTime: toApiTime(),
        },
      ],
      addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
    },
  };
}
