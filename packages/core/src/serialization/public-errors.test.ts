import { describe, expect, test } from "@jest/globals";
import { PrefectError } from "../errors/prefect-error.ts";
import * as publicErrors from "../errors/public-errors.ts";
import { decodeValue } from "./decode-value.ts";
import { encodeThrown } from "./encode-value.ts";

/** What any of the classes reads of what it is given. */
const details = {
  flowName: "train",
  flowRunId: "r-1",
  flowRunName: "calm-owl",
  name: "n",
  file: "train.ts",
  line: 3,
  path: "p",
  url: "http://127.0.0.1:4200/api",
  api: "a",
  method: "GET",
  status: 500,
  detail: "d",
  message: "it said so",
  position: null,
  variables: [],
  problems: [],
  issues: [],
  exports: ["a"],
  names: ["a"],
  parts: [],

  key: "code/1",
  expectedSha256: "1",
  actualSha256: null,
  rootName: "result",
  maximumCharacters: 5,
  source: "env",
  exitCode: 137,
  logTail: ["the last line"],
  reason: "why",
  problem: "what",
  mend: "how",
  operation: "read",
  timeoutSeconds: 2,
  option: "tags",
  expected: "x",
  received: "y",
  reference: "{{ a }}",
  directory: "/tmp",
  cause: new TypeError("below"),
};

type AnyErrorClass = new (...args: unknown[]) => Error;

const classes = Object.values(publicErrors)
  .filter((type) => (type as unknown) !== publicErrors.RemoteError)
  .map((type) => [type.name, type as unknown as AnyErrorClass & typeof PrefectError] as const);

function carry(error: Error): Error {
  const { chunks, serializer } = encodeThrown(error);
  return decodeValue(Buffer.concat(chunks), serializer) as Error;
}

describe("an error of this package arrives as what it was", () => {
  test.each(classes)("%s", (name, type) => {
    const sent = new type(...(type === PrefectError ? ["plain"] : [details, "lost", "look there"]));
    const arrived = carry(sent);
    expect(arrived).toBeInstanceOf(type);
    expect(type.isInstance(arrived)).toBe(true);
    expect(arrived).toMatchObject({ name, message: sent.message, stack: sent.stack });
    expect({ ...arrived }).toEqual({ ...sent });
    expect(String(arrived.cause)).toBe(String(sent.cause));
    expect(carry(arrived)).toBeInstanceOf(type);
  });

  test("a program's class of the same name stays the program's", () => {
    class FlowOptionError extends Error {}
    const arrived = carry(new FlowOptionError("mine"));
    expect(arrived).toBeInstanceOf(publicErrors.RemoteError);
    expect(publicErrors.FlowOptionError.isInstance(arrived)).toBe(false);
  });
});
