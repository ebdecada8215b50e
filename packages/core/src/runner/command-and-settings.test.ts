import { describe, expect, test } from "@jest/globals";
import { heapSizeMegabytes } from "./heap-size.ts";
import { parseCommand } from "./parse-command.ts";
import { toRunIdentity } from "./runner-settings.ts";

const gibibyte = 1024 ** 3;

describe("the command line", () => {
  test("names a storage by its module and arguments", () => {
    const words = [
      "execute",
      "--storage-module",
      "prefect_aws.bundles",
      "--bucket=b",
      "--aws-credentials-block-name",
      "c",
    ];
    expect(parseCommand(words)).toEqual({
      module: "prefect_aws.bundles",
      arguments: { bucket: "b", aws_credentials_block_name: "c" },
    });
  });

  test.each([
    [[], "A command is missing"],
    [["run"], 'There is no command "run"'],
    [["execute", "--basepath", "/data"], "--storage-module is missing"],
    [["execute", "--storage-module"], "--storage-module has no value"],
    [["execute", "bundle"], '"bundle" is not an argument'],
    [["execute", "--a", "1", "--a", "2"], "--a is given twice"],
  ])("%j is refused with the reason", (words, reason) => {
    expect(() => parseCommand(words)).toThrow(reason);
  });
});

test("an attempt that is no attempt is refused by the variable's name", () => {
  const PREFECT__FLOW_RUN_ID = "01234567-89ab-cdef-0123-456789abcdef";
  expect(toRunIdentity({ PREFECT__FLOW_RUN_ID })).toEqual({ flowRunId: PREFECT__FLOW_RUN_ID, attempt: null });
  expect(() => toRunIdentity({ PREFECT__FLOW_RUN_ID, PREFECT__FLOW_RUN_ATTEMPT: "0" })).toThrow(
    "PREFECT__FLOW_RUN_ATTEMPT",
  );
  expect(() => toRunIdentity({})).toThrow("PREFECT__FLOW_RUN_ID");
});

test("the heap is 80 % of the container's memory, unless there is no limit or somebody chose", () => {
  const container = { memoryLimitBytes: 10 * gibibyte, totalMemoryBytes: 64 * gibibyte, nodeOptions: "" };
  expect(heapSizeMegabytes(container)).toBe(8192);
  expect(heapSizeMegabytes({ ...container, memoryLimitBytes: 2 ** 64 })).toBeNull();
  expect(heapSizeMegabytes({ ...container, memoryLimitBytes: 0 })).toBeNull();
  expect(heapSizeMegabytes({ ...container, nodeOptions: "--max_old_space_size=512" })).toBeNull();
});
