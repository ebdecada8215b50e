import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AuthorizationV1Api, BatchV1Api, KubeConfig, type V1Job } from "@kubernetes/client-node";
import { forbidden } from "./api/status-error.ts";
import { startTestCluster, type TestCluster, toJob } from "./test-cluster.ts";

let cluster: TestCluster;
const namespace = "default";

beforeAll(async () => {
  cluster = await startTestCluster({
    namespaces: ["ml", "small"],
    admissionSteps: [
      ({ type, object }) => {
        if (object.metadata.labels?.["team"] !== "none") return object;
        throw forbidden(
          type,
          object.metadata.name,
          'admission webhook "policy.test" denied the request: a team is needed',
        );
      },
    ],
  });
});
afterAll(() => cluster.close());

interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: { readonly causes?: readonly { readonly field: string; readonly reason: string }[] };
}

/** The `Status` that a request is refused with. */
async function refusalOf(request: Promise<unknown>): Promise<Refusal> {
  const error = await request.then(
    () => null,
    (refused: { readonly body: string }) => refused,
  );
  const status = JSON.parse(error?.body ?? "{}") as Refusal;
  expect(status).toMatchObject({ kind: "Status", apiVersion: "v1", status: "Failure" });
  return status;
}

const create = (body: V1Job, to = namespace): Promise<V1Job> =>
  cluster.batch.createNamespacedJob({ namespace: to, body });

describe("an object that is wrong", () => {
  test("names every field that is", async () => {
    const body = toJob({
      name: "Wrong_Name",
      container: {
        resources: { limits: { cpu: "much" }, requests: { memory: "-1" } },
        volumeMounts: [{ name: "absent", mountPath: "/data" }],
      },
      pod: { restartPolicy: "Always" },
    });
    const refusal = await refusalOf(create({ ...body, metadata: { ...body.metadata, labels: { "a/b/c": "x y" } } }));
    expect(refusal).toMatchObject({ code: 422, reason: "Invalid" });
    expect(refusal.message).toMatch(
      /^Job\.batch "Wrong_Name" is invalid: \[metadata\.name: Invalid value: "Wrong_Name": /,
    );
    expect(refusal.details?.causes?.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      "metadata.name FieldValueInvalid",
      "metadata.labels FieldValueInvalid",
      "metadata.labels FieldValueInvalid",
      "spec.template.spec.containers[0].resources.limits[cpu] FieldValueInvalid",
      "spec.template.spec.containers[0].resources.requests[memory] FieldValueInvalid",
      "spec.template.spec.containers[0].volumeMounts[0].name FieldValueNotFound",
      "spec.template.spec.restartPolicy FieldValueNotSupported",
    ]);
  });

  test("is told in one sentence where one field is", async () => {
    const refusal = await refusalOf(create(toJob({ name: "no-restart-policy", pod: { restartPolicy: "" } })));
    expect(refusal.message).toContain("spec.template.spec.restartPolicy");
  });

  test("is no job where a value has another type", async () => {
    const body = toJob({ name: "typed", job: { backoffLimit: "six" as unknown as number } });
    const config = new KubeConfig();
    config.loadFromString(cluster.emulator.kubeconfig());
    const refusal = await refusalOf(config.makeApiClient(BatchV1Api).createNamespacedJob({ namespace, body }));
    expect(refusal).toMatchObject({
      code: 400,
      reason: "BadRequest",
      message:
        'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field ' +
        "JobSpec.spec.backoffLimit of type int32",
    });
  });

  test("may have fields that nobody knows: left out with a warning, or refused where it asks for strictness", async () => {
    const post = async (query: string): Promise<Response> => {
      const { url, token } = plain;
      const body = JSON.stringify({ metadata: { name: "extra" }, extra: 1, data: { key: "value" } });
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      return await fetch(`${url}/api/v1/namespaces/default/configmaps${query}`, { method: "POST", headers, body });
    };
    const plainCluster = await startTestCluster({ isEncrypted: false });
    const plain = { url: plainCluster.emulator.url, token: tokenOf(plainCluster) };
    try {
      const strict = await post("?fieldValidation=Strict");
      expect([strict.status, ((await strict.json()) as Refusal).message]).toEqual([
        400,
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "extra"',
      ]);
      const warned = await post("");
      expect([warned.status, warned.headers.get("warning")]).toEqual([
        201,
        String.raw`299 - "unknown field \"extra\""`,
      ]);
      expect(await warned.json()).not.toHaveProperty("extra");
    } finally {
      await plainCluster.close();
    }
  });
});

function tokenOf({ emulator }: TestCluster): string {
  const { users } = JSON.parse(emulator.kubeconfig()) as { readonly users: readonly [{ user: { token: string } }] };
  return users[0].user.token;
}

describe("an object that cannot be", () => {
  test("has the name of another", async () => {
    await create(toJob({ name: "twice" }));
    expect(await refusalOf(create(toJob({ name: "twice" })))).toMatchObject({
      code: 409,
      reason: "AlreadyExists",
      message: 'jobs.batch "twice" already exists',
      details: { name: "twice", group: "batch", kind: "jobs" },
    });
  });

  test("is in a namespace that is not there", async () => {
    expect(await refusalOf(create(toJob({ name: "lost" }), "nowhere"))).toMatchObject({
      code: 404,
      message: 'namespaces "nowhere" not found',
    });
  });

  test("would exceed the quota", async () => {
    cluster.emulator.create({
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "q", namespace: "small" },
      spec: { hard: { "count/jobs.batch": "1" } },
    });
    await create(toJob({ name: "q1" }), "small");
    expect(await refusalOf(create(toJob({ name: "q2" }), "small"))).toMatchObject({
      code: 403,
      reason: "Forbidden",
      message:
        'jobs.batch "q2" is forbidden: exceeded quota: q, requested: count/jobs.batch=1, used: count/jobs.batch=1, ' +
        "limited: count/jobs.batch=1",
    });
  });

  test("is denied by a webhook", async () => {
    const body = toJob({ name: "teamless" });
    const labelled = { ...body, metadata: { ...body.metadata, labels: { team: "none" } } };
    expect((await refusalOf(create(labelled))).message).toContain('admission webhook "policy.test" denied the request');
  });

  test("has pods that cannot be created, which the job's events tell", async () => {
    await create(toJob({ name: "no-account", pod: { serviceAccountName: "nobody" } }));
    let events: string[] = [];
    while (events.length === 0) events = await cluster.eventsOf("no-account");
    expect(events[0]).toMatch(
      /^FailedCreate: Error creating: pods "no-account-\w+" is forbidden: error looking up service account default\/nobody: serviceaccount "nobody" not found$/,
    );
  });
});

describe("a user", () => {
  const user = "system:serviceaccount:ml:prefect";

  test("whom no role allows it may do nothing, and is told what is missing", async () => {
    expect(
      await refusalOf(cluster.as(user).batch.createNamespacedJob({ namespace: "ml", body: toJob({ name: "x" }) })),
    ).toMatchObject({
      code: 403,
      reason: "Forbidden",
      message:
        'jobs.batch is forbidden: User "system:serviceaccount:ml:prefect" cannot create resource "jobs" in API group "batch" ' +
        'in the namespace "ml"',
    });
    const log = cluster.as(user).core.readNamespacedPodLog({ namespace: "ml", name: "p" });
    expect((await refusalOf(log)).message).toContain('cannot get resource "pods/log" in API group ""');
  });

  test("may do what a bound role allows, in its namespace only, and can ask", async () => {
    const metadata = { name: "prefect", namespace: "ml" };
    cluster.emulator.create({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [{ apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "list"] }],
    });
    cluster.emulator.create({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "prefect" },
      subjects: [{ kind: "ServiceAccount", name: "prefect" }],
    });
    const { batch } = cluster.as(user);
    await batch.createNamespacedJob({ namespace: "ml", body: toJob({ name: "allowed" }) });
    expect((await refusalOf(batch.listNamespacedJob({ namespace }))).code).toBe(403);
    const config = new KubeConfig();
    config.loadFromString(cluster.emulator.kubeconfig({ user }));
    const authorization = config.makeApiClient(AuthorizationV1Api);
    const may = async (verb: string): Promise<boolean> => {
      const resourceAttributes = { verb, group: "batch", resource: "jobs", namespace: "ml" };
      const review = await authorization.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
      return review.status?.allowed ?? false;
    };
    expect([await may("create"), await may("delete")]).toEqual([true, false]);
  });

  test("whose token nobody has issued is not known", async () => {
    const response = JSON.parse(cluster.emulator.kubeconfig()) as { users: { user: { token: string } }[] };
    const config = new KubeConfig();
    config.loadFromString(
      JSON.stringify({ ...response, users: [{ ...response.users[0], user: { token: "stolen" } }] }),
    );
    const list = config.makeApiClient(BatchV1Api).listNamespacedJob({ namespace });
    await expect(list).rejects.toMatchObject({ code: 401 });
  });
});
