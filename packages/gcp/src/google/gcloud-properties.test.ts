import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { defaultAccess } from "../credentials/gcp-access.ts";
import { loadGcloudProperties } from "./gcloud-properties.ts";
import { endpointOf } from "./google-endpoint.ts";
import { openGoogleSession } from "./google-session.ts";

let directory: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "prefect-gcloud-"));
  await mkdir(join(directory, "configurations"));
  await writeFile(join(directory, "active_config"), "work");
  const own = "[core]\naccount = me@example.com\nproject = mine\n\n[compute]\nregion = europe-west3\n# no = comment\n";
  await writeFile(join(directory, "configurations", "config_work"), own);
  await writeFile(join(directory, "configurations", "config_other"), "[core]\nproject=other\n[run]\nregion=us-west1\n");
  environment = { CLOUDSDK_CONFIG: directory };
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("the active configuration is read, another where the environment names it, and a variable goes before both", async () => {
  expect((await loadGcloudProperties(environment)).read("core", "project")).toBe("mine");
  const other = await loadGcloudProperties({ ...environment, CLOUDSDK_ACTIVE_CONFIG_NAME: "other" });
  expect([other.read("core", "project"), other.read("compute", "region")]).toEqual(["other", null]);
  const variable = await loadGcloudProperties({ ...environment, CLOUDSDK_CORE_PROJECT: "third" });
  expect(variable.read("core", "project")).toBe("third");
  expect((await loadGcloudProperties({ CLOUDSDK_CONFIG: "/nowhere" })).read("core", "project")).toBeNull();
});

test("a project is the block's, its key's, the environment's, then gcloud's", async () => {
  const info = { project_id: "of-key", client_email: "robot@x", private_key: "key" };
  const key = { kind: "info", info } as const;
  const named = { ...environment, GOOGLE_CLOUD_PROJECT: "of-environment" };
  const projectOf = async (access: typeof defaultAccess, env: NodeJS.ProcessEnv) =>
    (await openGoogleSession(access, env)).project;
  expect(await projectOf({ block: "b", key, project: "of-block" }, named)).toBe("of-block");
  expect(await projectOf({ block: "b", key, project: null }, named)).toBe("of-key");
  expect(await projectOf(defaultAccess, named)).toBe("of-environment");
  expect(await projectOf(defaultAccess, environment)).toBe("mine");
});

test("a region is the given one, the service's, then that of machines, and else missing", async () => {
  const session = await openGoogleSession(defaultAccess, environment);
  expect(session.region("asia-east1", "run")).toBe("asia-east1");
  expect(session.region(null, "run")).toBe("europe-west3");
  const other = await openGoogleSession(defaultAccess, { ...environment, CLOUDSDK_ACTIVE_CONFIG_NAME: "other" });
  expect(other.region(null, "run")).toBe("us-west1");
  expect(() => other.region(null, "ai")).toThrow("CLOUDSDK_AI_REGION");
});

test("a service answers at Google's own host, or where gcloud is told it does", async () => {
  const usual = await loadGcloudProperties({});
  expect(endpointOf("run", usual)).toMatchObject({ url: "https://run.googleapis.com", port: 443, isPlain: false });
  const regional = "us-central1-aiplatform.googleapis.com";
  expect(endpointOf("aiplatform", usual, regional).host).toBe(regional);
  const overrides = { CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: "http://127.0.0.1:4000/" };
  expect(endpointOf("run", await loadGcloudProperties(overrides))).toEqual({
    url: "http://127.0.0.1:4000",
    host: "127.0.0.1",
    port: 4000,
    isPlain: true,
  });
});
