import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import type { DockerClient } from "./docker-client.ts";
import type { ImagePullPolicy } from "./docker-options.ts";
import { provideImage } from "./provide-image.ts";

/** An engine with or without the image, and a registry that gives it or not. */
function engine({ isPresent, isPullable }: { readonly isPresent: boolean; readonly isPullable: boolean }) {
  const pulled: string[] = [];
  const client: Pick<DockerClient, "hasImage" | "pullImage"> = {
    hasImage: async () => isPresent,
    async pullImage({ image }) {
      pulled.push(image);
      const line = isPullable ? `{"status":"Done"}` : `{"error":"unauthorized: authentication required"}`;
      return Readable.from([Buffer.from(`${line}\n`)]);
    },
  };
  return { client: client as DockerClient, pulled };
}

async function provide(
  { client }: ReturnType<typeof engine>,
  policy: ImagePullPolicy | null,
  image: string,
): Promise<readonly string[]> {
  const notices: string[] = [];
  await provideImage(client, {
    image,
    policy,
    platform: null,
    credentials: null,
    notify: ({ kind, message }) => {
      if (kind === "warning") notices.push(message);
    },
  });
  return notices;
}

describe("an image is pulled", () => {
  test.each<[ImagePullPolicy | null, string, boolean, boolean]>([
    [null, "mine:1", true, false],
    [null, "mine:1", false, true],
    [null, "mine:latest", true, true],
    [null, "mine", true, true],
    ["Always", "mine:1", true, true],
    ["IfNotPresent", "mine:latest", true, false],
    ["IfPossible", "mine:1", true, true],
    ["Never", "mine:latest", true, false],
  ])("under the policy %s, %s, present: %s", async (policy, image, isPresent, isPulled) => {
    const there = engine({ isPresent, isPullable: true });
    await provide(there, policy, image);
    expect(there.pulled).toEqual(isPulled ? [image] : []);
  });

  test("or, if that is not possible, taken as it is", async () => {
    const there = engine({ isPresent: true, isPullable: false });
    expect(await provide(there, "IfPossible", "mine:1")).toEqual([
      "Docker pull failed for mine:1: unauthorized: authentication required. The engine's own copy is used.",
    ]);
  });

  test.each<[ImagePullPolicy, string]>([
    ["IfPossible", "Docker pull failed for mine:1: unauthorized: authentication required."],
    ["Never", "The engine has no image mine:1, and the pull policy is Never."],
  ])("or refused, under %s, with the reason", async (policy, message) => {
    await expect(provide(engine({ isPresent: false, isPullable: false }), policy, "mine:1")).rejects.toThrow(message);
  });
});
