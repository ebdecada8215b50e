import { expect, test } from "@jest/globals";
import type { LaunchRequest } from "../contracts/launcher.ts";
import { withReachableApi } from "./reachable-api.ts";

const request = (url: string, inheritedEnv: readonly string[]): LaunchRequest<null> => ({
  flowRunId: "f",
  attempt: 1,
  name: "n",
  command: [],
  env: { PREFECT_API_URL: url, PREFECT_API_KEY: "key", LEVEL: "1" },
  inheritedEnv,
  labels: {},
  expiresAt: new Date(0),
  configuration: null,
});

test.each(["http://localhost:4200/api", "http://127.0.0.1:4200/api", "http://[::1]:4200/api"])(
  "a container is not told of %s, nor of its key, and the submitter is told so",
  (url) => {
    const { request: fitted, warning } = withReachableApi(
      request(url, ["PREFECT_API_URL", "PREFECT_API_KEY"]),
      "the cluster",
    );
    expect(fitted.env).toEqual({ LEVEL: "1" });
    expect(warning).toContain(url);
  },
);

test("what the cluster may reach, or somebody chose, stays", () => {
  for (const [url, inherited] of [
    ["https://prefect.example.com/api", ["PREFECT_API_URL"]],
    ["http://localhost:4200/api", []],
  ] as const) {
    const given = request(url, inherited);
    expect(withReachableApi(given, "the cluster")).toEqual({ request: given, warning: null });
  }
});
