import type { WorkloadRequest } from "./workload-backend.ts";

/** Everything that an emulator starts bears this label, so that what a killed test left can be found. */
const emulatorLabel = "io.prefect.emulator";

/** The body of the engine's request to create a container. */
export function toContainerBody(request: WorkloadRequest): object {
  const { entrypoint, arguments: given, mounts = [], memoryLimitBytes, cpuLimit } = request;
  return {
    Image: request.image,
    ...(entrypoint === null ? {} : { Entrypoint: entrypoint }),
    // An empty command is the image's, unless the entry point is replaced as well.
    ...(given === null ? {} : { Cmd: given }),
    Env: Object.entries(request.env).map(([name, value]) => `${name}=${value}`),
    ...(request.workingDirectory == null ? {} : { WorkingDir: request.workingDirectory }),
    ...(request.user == null ? {} : { User: request.user }),
    Labels: { ...request.labels, [emulatorLabel]: request.name },
    HostConfig: {
      NetworkMode: "host",
      Init: request.hasInitProcess ?? false,
      Mounts: mounts.map(({ source, target, isReadOnly }) => ({
        Type: "bind",
        Source: source,
        Target: target,
        ReadOnly: isReadOnly,
      })),
      ...(memoryLimitBytes == null ? {} : { Memory: memoryLimitBytes, MemorySwap: memoryLimitBytes }),
      ...(cpuLimit == null ? {} : { NanoCpus: Math.round(cpuLimit * 1e9) }),
    },
  };
}
