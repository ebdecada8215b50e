import { request } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";

/** Creates, starts, awaits and removes a container through the engine's API, and nothing else. */
export async function runContainer(socketPath: string, body: object): Promise<void> {
  const { Id: id } = JSON.parse(await callEngine(socketPath, "POST", "/containers/create", body)) as { Id: string };
  await callEngine(socketPath, "POST", `/containers/${id}/start`);
  await callEngine(socketPath, "POST", `/containers/${id}/wait`);
  await callEngine(socketPath, "DELETE", `/containers/${id}?v=true`);
}

/** Resolves once the engine has no container, so that what is removed after a call does not slow the next measurement. */
export async function untilNoContainer(socketPath: string): Promise<void> {
  while ((JSON.parse(await callEngine(socketPath, "GET", "/containers/json?all=true")) as unknown[]).length > 0) {
    await delay(20);
  }
}

/** Milliseconds from the request to end a running container by force until the engine says that it has ended. */
export async function measureKill(socketPath: string, body: object): Promise<number> {
  const { Id: id } = JSON.parse(await callEngine(socketPath, "POST", "/containers/create", body)) as { Id: string };
  await callEngine(socketPath, "POST", `/containers/${id}/start`);
  const ended = callEngine(socketPath, "POST", `/containers/${id}/wait`);
  const startedAt = performance.now();
  await Promise.all([callEngine(socketPath, "POST", `/containers/${id}/kill`), ended]);
  const milliseconds = performance.now() - startedAt;
  await callEngine(socketPath, "DELETE", `/containers/${id}?v=true`);
  return milliseconds;
}

function callEngine(socketPath: string, method: string, path: string, body?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method, path, headers: { "content-type": "application/json" } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("error", reject);
      response.once("end", () => {
        if ((response.statusCode ?? 500) < 300) resolve(text);
        else reject(new Error(`${method} ${path} was answered ${response.statusCode}: ${text}`));
      });
    });
    call.once("error", reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
