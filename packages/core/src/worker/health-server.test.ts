import { expect, test } from "@jest/globals";
import { startHealthServer } from "./health-server.ts";

test("a worker's health is told as long as it is healthy, and then that it is not", async () => {
  let isHealthy = true;
  const server = await startHealthServer({ host: "127.0.0.1", port: 0, isHealthy: () => isHealthy });
  const read = async (url: string): Promise<readonly [number, unknown]> => {
    const answer = await fetch(url);
    return [answer.status, await answer.json()];
  };
  expect(await read(server.url)).toEqual([200, { message: "OK" }]);
  expect(await read(server.url.replace("/health", "/"))).toEqual([404, { message: "Not Found" }]);
  isHealthy = false;
  expect(await read(server.url)).toEqual([503, { message: "Worker may be unresponsive at this time" }]);
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
});
