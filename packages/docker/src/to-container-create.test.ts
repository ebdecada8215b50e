import { describe, expect, test } from "@jest/globals";
import type { JsonObject, LaunchRequest } from "prefect-core/provider";
import type { EngineFacts } from "./api-network.ts";
import { parseDockerConfiguration } from "./docker-configuration.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import type { DockerOptions } from "./docker-options.ts";
import { toContainerCreate } from "./to-container-create.ts";

const linux: EngineFacts = { sharesNetwork: true, hasHostGateway: true };

function request(
  rendered: JsonObject = {},
  options: DockerOptions = {},
  changes: Partial<LaunchRequest<DockerConfiguration>> = {},
): LaunchRequest<DockerConfiguration> {
  return {
    flowRunId: "f5",
    attempt: 1,
    name: "eager otter",
    command: ["node", "/prefect/runner.mjs"],
    env: { LEVEL: "1" },
    labels: { "prefect.io/flow-run-id": "f5", team: "ml" },
    expiresAt: new Date(0),
    configuration: parseDockerConfiguration(rendered, options),
    ...changes,
  };
}

const create = (from: LaunchRequest<DockerConfiguration>, engine = linux) =>
  toContainerCreate(from, { image: "node:24", engine });

describe("a container's request", () => {
  test("holds what every run has", () => {
    expect(create(request())).toEqual({
      name: "eager-otter",
      platform: null,
      body: {
        Image: "node:24",
        Cmd: ["node", "/prefect/runner.mjs"],
        Env: ["LEVEL=1"],
        Labels: { "io.prefect.flow-run-id": "f5", team: "ml" },
        HostConfig: { Init: true },
      },
      furtherNetworks: [],
      warnings: [],
    });
  });

  test("takes every variable to its place", () => {
    const rendered = {
      networks: ["front", "back"],
      volumes: ["/in:/in:ro", "cache:/cache", "/scratch"],
      mem_limit: "1g",
      memswap_limit: "2g",
      privileged: true,
      container_create_kwargs: {
        user: 1000,
        ports: { "80": 8080, "90/udp": ["127.0.0.1", 9090], "70": null },
        devices: ["/dev/fuse"],
        ulimits: [{ name: "nofile", soft: 10, hard: 20 }],
        shm_size: "64m",
        extra_hosts: { db: "10.0.0.7" },
        init: false,
        platform: "linux/arm64",
        labels: { ignored: "yes" },
      },
    };
    expect(create(request(rendered))).toMatchObject({
      platform: "linux/arm64",
      furtherNetworks: ["back"],
      warnings: ["'labels' in 'container_create_kwargs' has no effect: use 'labels'."],
      body: {
        User: "1000",
        Volumes: { "/scratch": {} },
        ExposedPorts: { "80/tcp": {}, "90/udp": {}, "70/tcp": {} },
        NetworkingConfig: { EndpointsConfig: { front: {} } },
        HostConfig: {
          Init: false,
          NetworkMode: "front",
          Binds: ["/in:/in:ro", "cache:/cache"],
          Memory: 1_073_741_824,
          MemorySwap: 2_147_483_648,
          Privileged: true,
          Devices: [{ PathOnHost: "/dev/fuse", PathInContainer: "/dev/fuse", CgroupPermissions: "rwm" }],
          Ulimits: [{ Name: "nofile", Soft: 10, Hard: 20 }],
          ShmSize: 67_108_864,
          ExtraHosts: ["db:10.0.0.7"],
          PortBindings: {
            "80/tcp": [{ HostIp: "", HostPort: "8080" }],
            "90/udp": [{ HostIp: "127.0.0.1", HostPort: "9090" }],
            "70/tcp": [{ HostIp: "", HostPort: "" }],
          },
        },
      },
    });
  });

  test("has a volume for what is delivered, and names the secrets only by their file", () => {
    const { body } = create(request({}, {}, { secrets: { TOKEN: "hunter2" } }));
    expect(body).toMatchObject({
      Volumes: { "/prefect": {} },
      Env: ["PREFECT__RUNNER_SECRETS_FILE=/prefect/secrets/secrets.json", "LEVEL=1"],
    });
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });

  test("gives a read-only container a directory for temporary files, unless it has one", () => {
    const readOnly = { container_create_kwargs: { read_only: true } };
    expect(create(request(readOnly)).body["Env"]).toContain("TMPDIR=/prefect/tmp");
    const env = { TMPDIR: "/scratch" };
    expect(create(request(readOnly, {}, { env })).body["Env"]).toEqual(["TMPDIR=/scratch"]);
  });

  test.each<[string, DockerOptions["patch"]]>([
    ["function", (body) => ({ ...body, Image: "mine:1", Labels: {} })],
    [
      "JSON patch",
      [
        { op: "test", path: "/Env/0", value: "LEVEL=1" },
        { op: "replace", path: "/Image", value: "mine:1" },
        { op: "remove", path: "/Labels" },
      ],
    ],
  ])("is what a %s makes of it, save the labels by which it is found", (_, patch) => {
    expect(create(request({}, patch === undefined ? {} : { patch })).body).toMatchObject({
      Image: "mine:1",
      Labels: { "io.prefect.flow-run-id": "f5" },
    });
  });

  test("is none where a patch does not apply, and the message holds no environment", () => {
    const patch = [{ op: "replace", path: "/Nothing/here", value: 1 }] as const;
    expect(() => create(request({}, { patch }))).toThrow(
      expect.objectContaining({ key: "patch", message: expect.not.stringContaining("LEVEL") }),
    );
  });
});

describe("an API on the submitter's machine", () => {
  const gateway = ["host.docker.internal:host-gateway"];

  test.each<[string, JsonObject, EngineFacts, { readonly mode?: string; readonly hosts?: readonly string[] }]>([
    ["http://127.0.0.1:4200/api", {}, linux, { mode: "host" }],
    ["http://localhost:4200/api", { network_mode: "bridge" }, linux, { mode: "bridge", hosts: gateway }],
    ["http://localhost:4200/api", { networks: ["front"] }, linux, { mode: "front", hosts: gateway }],
    ["http://host.docker.internal:4200/api", {}, linux, { hosts: gateway }],
    ["https://prefect.example.com/api", {}, linux, {}],
    ["http://localhost:4200/api", {}, { sharesNetwork: false, hasHostGateway: true }, {}],
  ])("%s with %j", (url, rendered, engine, { mode, hosts }) => {
    const { body } = create(request(rendered, {}, { env: { PREFECT_API_URL: url } }), engine);
    const { NetworkMode, ExtraHosts } = body["HostConfig"] as JsonObject;
    expect({ NetworkMode, ExtraHosts }).toEqual({ NetworkMode: mode, ExtraHosts: hosts });
  });

  test.each<[string, JsonObject, string]>([
    ["http://127.0.0.1:4200/api", { network_mode: "bridge" }, "http://host.docker.internal:4200/api"],
    ["http://localhost:4200/api", { networks: ["front"] }, "http://host.docker.internal:4200/api"],
    ["http://localhost:4200/api", {}, "http://localhost:4200/api"],
    ["https://prefect.example.com/localhost", { network_mode: "bridge" }, "https://prefect.example.com/localhost"],
  ])("%s is told to a container with %j as %s, unless somebody chose it", (url, rendered, told) => {
    const changes = { env: { PREFECT_API_URL: url } };
    const inherited = create(request(rendered, {}, { ...changes, inheritedEnv: ["PREFECT_API_URL"] }));
    expect(inherited.body["Env"]).toEqual([`PREFECT_API_URL=${told}`]);
    expect(create(request(rendered, {}, changes)).body["Env"]).toEqual([`PREFECT_API_URL=${url}`]);
  });

  test("is out of reach of an old engine's containers, which is said", () => {
    const env = { PREFECT_API_URL: "http://host.docker.internal:4200/api" };
    const old = { sharesNetwork: true, hasHostGateway: false };
    expect(create(request({}, {}, { env }), old).warnings).toEqual([expect.stringContaining("older than 20.10")]);
  });
});
