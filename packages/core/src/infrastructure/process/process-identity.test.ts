import { expect, test } from "@jest/globals";
import { parseIdentity } from "./process-identity.ts";

test("a start time is read whatever the command is called", () => {
  const status = `4321 (a (odd) name) S ${Array.from({ length: 18 }, (_, index) => index).join(" ")} 987654 0 0`;
  expect(parseIdentity(`4321\n${status}\nboot-1\nhost-1\n`)).toEqual({
    processId: 4321,
    startTime: "987654",
    bootId: "boot-1",
    host: "host-1",
  });
});

test("where there is no /proc, the start time is as ps prints it", () => {
  const text = "4321\nMon Nov 23 23:17:07 2026    \n{ sec = 1, usec = 2 } Mon\nhost-1\n";
  expect(parseIdentity(text)).toMatchObject({ processId: 4321, startTime: "Mon Nov 23 23:17:07 2026" });
});
