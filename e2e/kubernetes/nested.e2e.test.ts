import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kubectl } from "../harness/kubectl.ts";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesHome } from "../harness/kubernetes-home.ts";
import { type OwnServer, startOwnServer } from "../harness/own-server.ts";
import { motoServer } from "../harness/s3-server.ts";
import type { UserHome } from "../harness/user-home.ts";

const cluster = await openTestCluster();
const given = { doubled: 42, isDate: true, isApart: true, failure: "-1 is negative" };

let server: OwnServer;

beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(async () => {
  await server.close();
  await cluster.close();
});

describe.each(["without", "with"])("a flow in a Job that calls another flow in a Job, %s an API,", (api) => {
  let home: UserHome;

  beforeAll(async () => {
    const { url, credentials } = motoServer();
    const settings = {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: credentials.region_name ?? "",
      AWS_ACCESS_KEY_ID: credentials.aws_access_key_id ?? "",
      AWS_SECRET_ACCESS_KEY: String(credentials.aws_secret_access_key ?? ""),
      ...(api === "with" ? { PREFECT_API_URL: server.apiUrl } : {}),
    };
    home = await createKubernetesHome(cluster, settings, { credentials: "default-chain" });
  });
  afterAll(() => home.remove());

  test("is given what that one returns or throws, and no Job is left", async () => {
    expect(await home.report("nested")).toEqual(given);
    expect(await kubectl(cluster, "get", "jobs,pods,secrets", "--output", "name")).toBe("");
  }, 120_000);

  test("has its runs where the control plane is: those of both at an API, its own alone without one", async () => {
    const runs = JSON.parse(await home.prefect("flow-run", "ls", "--output", "json")) as { name: string }[];
    expect(runs).toHaveLength(api === "with" ? 3 : 1);
  });
});
