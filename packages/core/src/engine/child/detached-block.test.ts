import { expect, test } from "@jest/globals";
import { startRuntime } from "./current-runtime.ts";
import { Secret } from "./detached-block.ts";

test("a block that top-level code loads stands for itself in options, and gives no data to a remote run", async () => {
  const block = await Secret.load("key");
  expect(block).toMatchObject({ blockTypeSlug: "secret", blockDocumentId: "" });
  expect(() => block.data).toThrow("cannot be loaded or saved from within a remote run");
  const made = await new Secret({ value: 1 }).save("key");
  expect(made.data).toEqual({ value: 1 });
});

test("a running flow can neither load nor save nor delete a block", async () => {
  startRuntime({ beginRun: () => Promise.reject(new Error("No flow is run here.")) });
  await expect(Secret.load("key")).rejects.toThrow('secret.block("secret/...")');
  await expect(new Secret({ value: 1 }).save("key")).rejects.toThrow("remote run");
  await expect(Secret.delete("key")).rejects.toThrow("remote run");
  await expect(Secret.register()).rejects.toThrow("remote run");
});
