import { expect, test } from "@jest/globals";
import { toHostPaths } from "./mount-paths.ts";

const mounts = [
  { source: "/tmp/a", target: "/data", isReadOnly: false },
  { source: "/tmp/b", target: "/data/inner", isReadOnly: false },
];

test("paths below a mount are written as where its directory lies, the innermost mount first", () => {
  expect(toHostPaths("cat /data/x '/data/inner/y' --root=/data", mounts)).toBe("cat /tmp/a/x '/tmp/b/y' --root=/tmp/a");
});

test("paths that only look like a mount's stay", () => {
  expect(toHostPaths("/database /srv/data /data-2 ./data", mounts)).toBe("/database /srv/data /data-2 ./data");
});
