import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Answer } from "./s3-answers.ts";

/** A signed request, as far as a gate judges it. */
export interface SignedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly accessKeyId: string;
  readonly region: string;
  readonly signedAt: Date;
}

/** Stands before a server that lets everybody in, and refuses as S3 does. */
export interface S3Gate extends AsyncDisposable {
  readonly url: string;
  /** Those that were let through. */
  readonly passed: readonly SignedRequest[];
}

/**
 * `judge` answers in place of the server, or lets a request through with `null`. With `serverTime` every answer is dated
 * so, as the SDK keeps its clock by those that succeed too.
 */
export async function startS3Gate(
  target: string,
  judge: (request: SignedRequest) => S3Answer | null,
  serverTime: (() => Date) | null = null,
): Promise<S3Gate> {
  const passed: SignedRequest[] = [];
  const server = createServer((incoming, answer) => {
    const signed = readSignature(incoming);
    const refusal = judge(signed);
    if (refusal !== null) {
      incoming.resume();
      answer.writeHead(refusal.status, refusal.headers).end(incoming.method === "HEAD" ? undefined : refusal.body);
      return;
    }
    passed.push(signed);
    const { hostname, port } = new URL(target);
    const { method = "GET", url: path = "/", rawHeaders: headers } = incoming;
    const outgoing = request({ host: hostname, port, method, path, headers, agent: false }, (response) => {
      const date = serverTime === null ? {} : { date: serverTime().toUTCString() };
      answer.writeHead(response.statusCode ?? 502, { ...response.headers, ...date });
      response.pipe(answer);
      response.once("error", () => answer.destroy());
    });
    outgoing.once("error", () => incoming.socket.destroy());
    answer.once("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `AWS4-HMAC-SHA256 Credential=KEY/20261124/REGION/s3/aws4_request, ...` and `x-amz-date: 20261124T020000Z`. */
function readSignature({ method = "GET", url: path = "/", headers }: IncomingMessage): SignedRequest {
  const [, accessKeyId = "", region = ""] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  const date = String(headers["x-amz-date"]);
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return { method, path, accessKeyId, region, signedAt: new Date(iso) };
}
