import { describe, expect, test } from "@jest/globals";
import { resolveContainerUser } from "./container-user.ts";

const passwd = "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1001::/home/node:/bin/sh\n";

describe("the user of a container", () => {
  test.each([
    ["", 0, 0],
    ["node", 1000, 1001],
    ["1000", 1000, 1001],
    ["4711", 4711, 0],
    ["node:7", 1000, 7],
  ])("'%s' is %i:%i", (user, userId, groupId) => {
    expect(resolveContainerUser(user, passwd)).toEqual({ userId, groupId });
  });

  test("is nobody where the image does not know the name", () => {
    expect(resolveContainerUser("stranger", passwd)).toBeNull();
  });
});
