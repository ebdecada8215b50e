import { describe, expect, test } from "@jest/globals";
import { isMovingImage, registryOfImage } from "./image-reference.ts";
import { loadRegistryLogin, toRegistryLogin } from "./registry-login.ts";

const auth = Buffer.from("me:pass:word").toString("base64");

describe("an image", () => {
  test.each([
    ["node", "docker.io", true],
    ["prefecthq/prefect:latest", "docker.io", true],
    ["index.docker.io/library/node:24", "docker.io", false],
    ["localhost:5000/mine", "localhost:5000", true],
    ["registry.example.com:443/team/mine:2", "registry.example.com:443", false],
    ["mine@sha256:abc", "docker.io", false],
  ])("%s comes from %s", (image, registry, isMoving) => {
    expect({ registry: registryOfImage(image), isMoving: isMovingImage(image) }).toEqual({ registry, isMoving });
  });
});

describe("a login", () => {
  test("of a block goes to its own registry, however that is written, and to no other", () => {
    const block = { username: "me", password: "word", registry_url: "https://registry.example.com/v2/" };
    expect(toRegistryLogin(block, "registry.example.com/mine:1")).toEqual({
      username: "me",
      password: "word",
      serveraddress: "https://registry.example.com/v2/",
    });
    expect(toRegistryLogin(block, "evil.example.com/mine:1")).toBeNull();
  });

  test("is found in Docker's configuration file", async () => {
    const hub = "https://index.docker.io/v1/";
    expect(await loadRegistryLogin({ auths: { [hub]: { auth } } }, "node:24")).toEqual({
      username: "me",
      password: "pass:word",
      serveraddress: hub,
    });
    const token = { auths: { "registry.example.com": { identitytoken: "t" } } };
    expect(await loadRegistryLogin(token, "registry.example.com/mine:1")).toEqual({
      identitytoken: "t",
      serveraddress: "registry.example.com",
    });
  });

  test("is none where neither the file nor a helper has one", async () => {
    expect(await loadRegistryLogin({ credsStore: "of-no-such-name" }, "node:24")).toBeNull();
  });
});
