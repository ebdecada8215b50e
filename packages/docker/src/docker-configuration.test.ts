import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "prefect-core/provider";
import { parseDockerConfiguration } from "./docker-configuration.ts";
import { toDockerJobVariables } from "./docker-options.ts";
import type { DockerOptions } from "./docker-options.ts";

const parse = (rendered: JsonObject, options: DockerOptions = {}) => parseDockerConfiguration(rendered, options);

describe("a job configuration", () => {
  test("of a template that nobody filled in is complete", () => {
    expect(parse({ networks: {}, volumes: {}, auto_remove: false, stream_output: true, privileged: false })).toEqual({
      image: null,
      imagePullPolicy: null,
      registryCredentials: null,
      networks: [],
      networkMode: null,
      volumes: [],
      memoryBytes: null,
      memoryAndSwapBytes: null,
      privileged: false,
      isKept: false,
      containerOptions: { body: {}, hostConfig: {}, platform: null, warnings: [] },
      patch: null,
    });
  });

  test.each<[unknown, string]>([
    [7, "Invalid volume specification: must be a string"],
    [" ", "Invalid volume specification: cannot be empty"],
    ["data", "Invalid volume specification: data"],
    ["/a:/b:ro:z", "Invalid volume specification: /a:/b:ro:z"],
    ["/host:relative", "For bind mounts, container path must be absolute"],
    ["./here:/data", "Invalid volume name: ./here"],
    ["/host:/data:rx", "Invalid volume option: 'rx'. Must be 'ro' or 'rw'"],
    ["/host:/prefect/", "/prefect is where the runner and the flow are delivered"],
  ])("refuses the volume %j in Prefect's words", (volume, words) => {
    expect(() => parse({ volumes: ["/fine:/fine", volume] as JsonObject["volumes"] & {} })).toThrow(
      `'volumes[1]' is refused: ${words}`,
    );
  });

  test.each([
    ["/container", null, "/container", null],
    ["/host:/container", "/host", "/container", null],
    ["name:/container:rw", "name", "/container", "rw"],
    [String.raw`C:\data:/container:ro`, String.raw`C:\data`, "/container", "ro"],
    [String.raw`\\server\share:/container`, String.raw`\\server\share`, "/container", null],
  ])("takes the volume %s", (volume, source, target, mode) => {
    expect(parse({ volumes: [volume] }).volumes).toEqual([{ source, target, mode }]);
  });

  test.each([
    ["100000b", 100_000],
    ["1000k", 1_024_000],
    ["128m", 134_217_728],
    ["1.5g", 1_610_612_736],
    ["268435456", 268_435_456],
  ])("takes %s of memory", (limit, bytes) => {
    expect(parse({ mem_limit: limit, memswap_limit: "-1" })).toMatchObject({
      memoryBytes: bytes,
      memoryAndSwapBytes: -1,
    });
  });

  test.each<[string, JsonObject]>([
    ["mem_limit", { mem_limit: "much" }],
    ["memswap_limit", { memswap_limit: "1g" }],
    ["image_pull_policy", { image_pull_policy: "Sometimes" }],
    ["network_mode", { network_mode: "host", networks: ["a"] }],
    ["privileged", { privileged: "yes" }],
    ["image", { image: " " }],
    ["container_create_kwargs.colour", { container_create_kwargs: { colour: "red" } }],
    ["container_create_kwargs.shm_size", { container_create_kwargs: { shm_size: "big" } }],
  ])("names '%s' where that is wrong", (key, rendered) => {
    expect(() => parse(rendered)).toThrow(expect.objectContaining({ name: "JobConfigurationError", key }));
  });

  test("says nothing of credentials that it refuses", () => {
    expect(() => parse({ registry_credentials: { password: "hunter2" } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
    );
  });

  test("keeps a container only where the call itself asks for it, for pools say `false` by default", () => {
    expect(parse({ auto_remove: false }).isKept).toBe(false);
    expect(parse({ auto_remove: false }, { autoRemove: false }).isKept).toBe(true);
  });
});

describe("options", () => {
  test("become the template's variables, resources as a Python worker understands them", () => {
    expect(toDockerJobVariables({ memswapLimit: "-1", resources: { cpu: 1.5, memory: "2Gi", gpu: 1 } })).toEqual({
      memswap_limit: "-1",
      mem_limit: "2147483648",
      container_create_kwargs: {
        nano_cpus: 1_500_000_000,
        device_requests: [{ Count: 1, Capabilities: [["gpu"]] }],
      },
    });
  });

  test.each([
    ["cpu", { cpu: 0 }],
    ["memory", { memory: "2GB" }],
    ["gpu", { gpu: 0.5 }],
  ])("name resources.%s where that is wrong", (name, resources) => {
    expect(() => toDockerJobVariables({ resources })).toThrow(`The option resources.${name} of 'docker'`);
  });
});
