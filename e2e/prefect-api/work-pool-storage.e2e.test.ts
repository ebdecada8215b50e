import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createProject, type Project } from "../harness/project.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { mustRun, runCommand, type CommandOutcome } from "../harness/run-command.ts";

const apiUrl = requireSetting("PREFECT_TEST_SERVER_URL");
const python = requireSetting("PREFECT_TEST_PYTHON_COMMAND");
const packages = path.resolve(import.meta.dirname, "../../packages");

// Nothing answers there: what is written to the server does not hang on the storage.
const env = {
  PREFECT_API_URL: apiUrl,
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "key",
  AWS_REGION: "us-east-1",
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  STORAGE_EMULATOR_HOST: "http://127.0.0.1:1",
};

let project: Project;
let pools = 0;

beforeAll(async () => {
  project = await createProject({
    "package.json": JSON.stringify({
      type: "module",
      dependencies: { "prefect-aws": "*", "prefect-azure": "*", "prefect-gcp": "*" },
    }),
    "gcp.json": JSON.stringify({ project: "p" }),
    "azure.json": JSON.stringify({
      connection_string:
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;",
    }),
    "secret.json": JSON.stringify({ value: "s3cret" }),
    "credentials.json": JSON.stringify({ aws_access_key_id: "id", aws_secret_access_key: "s3cret" }),
  });
  await mkdir(path.join(project.directory, "node_modules"), { recursive: true });
  for (const cloud of ["aws", "azure", "gcp"]) {
    await symlink(path.join(packages, cloud), path.join(project.directory, `node_modules/prefect-${cloud}`));
    await typescript(`block register -m prefect_${cloud}`);
  }
  await typescript("block create aws-credentials --name my-creds --from-file credentials.json");
  await typescript("block create gcp-credentials --name my-creds --from-file gcp.json");
  await typescript("block create azure-blob-storage-credentials --name my-creds --from-file azure.json");
});

afterAll(async () => {
  await project.remove();
});

async function typescript(commandLine: string): Promise<string> {
  const cli = path.join(project.directory, "node_modules/prefect-core/dist/cli.js");
  return await mustRun([process.execPath, cli, ...commandLine.split(" ")], { cwd: project.directory, env });
}

async function asPython(commandLine: string): Promise<string> {
  return await mustRun([python, ...commandLine.split(" ")], { cwd: project.directory, env });
}

async function read(apiPath: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${apiUrl}${apiPath}`);
  return (await response.json()) as Record<string, unknown>;
}

/** The pool's storage as the server keeps it, byte for byte, and the result block that it names. */
async function readStorage(pool: string): Promise<{ readonly steps: string; readonly block: unknown }> {
  const { storage_configuration: configuration } = await read(`/work_pools/${pool}`);
  const { default_result_storage_block_id: id, ...steps } = configuration as Record<string, unknown>;
  const { name, data, block_type: type } = await read(`/block_documents/${String(id)}`);
  const { slug } = type as Record<string, unknown>;
  return { steps: JSON.stringify(steps), block: { name: String(name).replace(pool, "POOL"), data, slug } };
}

describe("work-pool storage configure leaves on a Prefect server what Prefect's own command line leaves", () => {
  test.each([
    ["s3", "S3", "--bucket my-bucket --aws-credentials-block-name my-creds"],
    ["s3", "S3", "--bucket my-bucket"],
    ["s3", "S3", "--bucket my-bucket --launcher python --launcher-arg -X --launcher-arg utf8"],
    [
      "s3",
      "S3",
      "--bucket my-bucket --aws-credentials-block-name my-creds --launcher python --upload-launcher uv --upload-launcher-arg run --execution-launcher-arg -O",
    ],
    ["gcs", "GCS", "--bucket my-bucket --gcp-credentials-block-name my-creds --launcher python"],
    ["gcs", "GCS", "--bucket my-bucket"],
    [
      "azure-blob-storage",
      "Azure Blob Storage",
      "--container my-container --azure-blob-storage-credentials-block-name my-creds",
    ],
  ])("%s (%s) %s", async (type, displayName, flags) => {
    const number = (pools += 1);
    const [ours, theirs] = [`ours-${String(number)}`, `theirs-${String(number)}`];
    for (const pool of [ours, theirs]) await typescript(`work-pool create ${pool} --type process`);
    const told = await typescript(`work-pool storage configure ${type} ${ours} ${flags}`);
    const toldByPrefect = await asPython(`work-pool storage configure ${type} ${theirs} ${flags}`);
    expect(told).toBe(toldByPrefect.replace(theirs, ours));
    expect(told).toContain(displayName);
    expect(await readStorage(ours)).toEqual(await readStorage(theirs));
    const inspect = "work-pool storage inspect";
    expect(JSON.parse(await typescript(`${inspect} ${ours} -o json`))).toEqual(
      JSON.parse(await asPython(`${inspect} ${theirs} -o json`)),
    );
  });
});

describe("blocks on a Prefect server", () => {
  test("are shown as Prefect's command line shows them, and never with their secrets", async () => {
    await typescript("block create secret --name shown --from-file secret.json");
    for (const command of ["block inspect secret/shown", "block type inspect secret"]) {
      const ours = await typescript(`${command} -o json`);
      expect(JSON.parse(ours)).toEqual(JSON.parse(await asPython(`${command} -o json`)));
    }
    for (const output of ["", " -o json"]) {
      expect(await typescript(`block inspect aws-credentials/my-creds${output}`)).not.toContain("s3cret");
      expect(await typescript(`block ls${output}`)).not.toContain("s3cret");
    }
    const slugs = (text: string): string[] => (JSON.parse(text) as { slug: string }[]).map(({ slug }) => slug).sort();
    expect(slugs(await typescript("block type ls -o json"))).toEqual(slugs(await asPython("block type ls -o json")));
  });

  test("are loaded by either edition where the other saved them", async () => {
    await project.write({
      "save.ts": `import { Secret } from "prefect-core";
import { AwsCredentials, S3Bucket } from "prefect-aws";
await new Secret({ value: "from TypeScript" }).save("of-typescript");
const credentials = await new AwsCredentials({ region_name: "eu-west-1" }).save("of-typescript");
await new S3Bucket({ bucket_name: "b", credentials }).save("of-typescript");
const bucket = await S3Bucket.load("of-typescript");
console.log(JSON.stringify([bucket.data.bucket_name, bucket.data.credentials?.name]));
`,
      "load.ts": `import { Secret } from "prefect-core";
console.log((await Secret.load("of-python")).data.value);
`,
      "swap.py": `from prefect.blocks.system import Secret
print(Secret.load("of-typescript").get())
Secret(value="from Python").save("of-python")
`,
    });
    expect(printed(await project.node(["save.ts"], { env }))).toBe('["b","of-typescript"]');
    const interpreter = path.join(path.dirname(python), "python");
    expect(printed(await runCommand([interpreter, "swap.py"], { cwd: project.directory, env }))).toBe(
      "from TypeScript",
    );
    expect(printed(await project.node(["load.ts"], { env }))).toBe("from Python");
  });
});

test("a block that is loaded beside a flow, for its options, keeps nothing of itself in the flow's bundle", async () => {
  await project.write({
    "plan.ts": `import { flow, localProcess } from "prefect-core";
import { AwsCredentials, S3Bucket } from "prefect-aws";
const credentials = await new AwsCredentials({ aws_access_key_id: "id", aws_secret_access_key: "s3cret" }).save("planned");
await new S3Bucket({ bucket_name: "b", credentials }).save("planned");
const resultStorage = await S3Bucket.load("planned");
const train = localProcess()(flow({ name: "train", resultStorage }, async () => 1));
const { bundle } = await train.plan();
console.log(bundle.bytes);
`,
  });
  const bytes = Number(printed(await project.node(["plan.ts"], { env })));
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(20_000);
});

test("a result in a block is read by Prefect's Python edition", async () => {
  await project.write({
    "main.ts": `import { flow, localProcess, LocalFileSystem } from "prefect-core";
const resultStorage = await new LocalFileSystem({ basepath: ${JSON.stringify(path.join(project.home, "results"))} }).save("results");
const train = localProcess()(flow({ name: "train", resultStorage }, async (epochs: number) => ({ accuracy: 0.95, epochs })));
const run = await train.submit(3);
console.log(JSON.stringify([run.flowRunId, await run.result()]));
`,
    "read.py": `import sys
from prefect.client.orchestration import get_client
with get_client(sync_client=True) as client:
    print(client.read_flow_run(sys.argv[1]).state.result())
`,
  });
  const lines = printed(await project.node(["main.ts"], { env })).split("\n");
  const [id, result] = JSON.parse(lines.at(-1) ?? "") as [string, unknown];
  expect(result).toEqual({ accuracy: 0.95, epochs: 3 });
  const interpreter = path.join(path.dirname(python), "python");
  const read = await runCommand([interpreter, "read.py", id], { cwd: project.directory, env });
  expect(printed(read)).toBe("{'accuracy': 0.95, 'epochs': 3}");
});

function printed({ exitCode, stdout, stderr }: CommandOutcome): string {
  if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout.trim();
}
