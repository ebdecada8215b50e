import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCertificateAuthority } from "../harness/certificates.ts";
import { createProject, type Project } from "../harness/project.ts";
import { startCommand, type RunningCommand } from "../harness/run-command.ts";

const servers: Server[] = [];
let project: Project;
let guarded: RunningCommand;
let guardedUrl: string;

beforeAll(async () => {
  project = await createProject({
    "call.mjs": `
      import { flow, localProcess } from "prefect-core";
      await localProcess({ workPool: "any" })(flow({ name: "any" }, async () => 1))();`,
  });
  guarded = startCommand([process.execPath, cli(), "server", "start", "--port", "0"], {
    cwd: project.directory,
    env: { PREFECT_HOME: `${project.home}-server`, PREFECT_SERVER_API_AUTH_STRING: "user:right" },
    timeoutSeconds: 300,
  });
  guardedUrl = (await guarded.printed(/ at (http\S+\/api)/))[1] ?? "";
});

afterAll(async () => {
  guarded.kill("SIGTERM");
  await guarded.ended;
  for (const server of servers) server.close();
  await project.remove();
});

function cli(): string {
  return path.join(project.directory, "node_modules/prefect-core/dist/cli.js");
}

async function listen(server: Server, scheme: "http" | "https" = "http"): Promise<string> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}

/** An address where nothing listens any more. */
async function nobody(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  server.close();
  await once(server, "close");
  return url;
}

/** A server that answers everything so. */
async function answering(status: number, type: string, body: string): Promise<string> {
  return await listen(
    createServer((_, response) => {
      response.writeHead(status, { "content-type": type }).end(body);
    }),
  );
}

async function selfSigned(): Promise<string> {
  const authority = await createCertificateAuthority(path.join(project.directory, "authority"));
  const directory = await authority.issue(path.join(project.directory, "certificate"), "serverAuth");
  const [key, cert] = await Promise.all(["key.pem", "cert.pem"].map((name) => readFile(path.join(directory, name))));
  return await listen(
    createSecureServer({ key, cert }, (_, response) => void response.end("null")),
    "https",
  );
}

const versionRefusal = JSON.stringify({ detail: "Invalid API version 0.8.4. This server speaks 0.7.0 or older." });

const cases = [
  ["a wrong address", nobody, /127\.0\.0\.1:\d+\/api.*ECONNREFUSED.*PREFECT_API_URL/s],
  ["a wrong password", () => guardedUrl, /401/],
  ["a certificate that nobody vouches for", selfSigned, /certificate/],
  ["an answer in HTML", () => answering(200, "text/html", "<html></html>"), /text\/html.*JSON was expected/s],
  ["a server of another version", () => answering(400, "application/json", versionRefusal), /Invalid API version/],
  ["an answer of another shape", () => answering(200, "application/json", '{"id": 1}'), /id/],
] as const;

describe.each(cases)("%s", (_, toUrl, problem) => {
  test("is named by a call and by the command line, and ends both at once", async () => {
    const env = { PREFECT_API_URL: await toUrl(), PREFECT_API_AUTH_STRING: "user:wrong" };
    const called = await project.node(["call.mjs"], { env });
    const listed = await project.node([cli(), "work-pool", "inspect", "any"], { env });
    const worker = await project.node([cli(), "worker", "start", "--pool", "any"], { env });
    for (const { exitCode, stderr } of [called, listed, worker]) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(problem) });
      expect(stderr).not.toContain("user:wrong");
    }
  });
});
