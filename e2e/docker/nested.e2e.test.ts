import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listContainers } from "../harness/docker-command.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { type OwnServer, startOwnServer } from "../harness/own-server.ts";

const given = { doubled: 42, isDate: true, isApart: true, failure: "-1 is negative" };

let server: OwnServer;

beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.close());

describe.each(["without", "with"])(
  "a flow in a container that calls another flow in a container, %s an API,",
  (api) => {
    let home: DockerHome;

    beforeAll(async () => {
      home = await createDockerHome(api === "with" ? { PREFECT_API_URL: server.apiUrl } : {});
    });
    afterAll(() => home.remove());

    test("is given what that one returns or throws, and no container is left", async () => {
      expect(await home.report("nested")).toEqual(given);
      const left = (await listContainers("io.prefect.flow-name")).filter(({ labels }) =>
        labels["io.prefect.flow-name"]?.startsWith("nested"),
      );
      expect(left).toEqual([]);
    }, 120_000);

    test("has its runs where the control plane is: those of both at an API, its own alone without one", async () => {
      const runs = JSON.parse(await home.prefect("flow-run", "ls", "--output", "json")) as { name: string }[];
      expect(runs).toHaveLength(api === "with" ? 3 : 1);
    });
  },
);
