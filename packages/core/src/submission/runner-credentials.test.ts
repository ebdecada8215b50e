import { expect, test } from "@jest/globals";
import type { StorageCredentialsWay } from "../contracts/infrastructure-type.ts";
import { StorageCredentialsUnreachableError } from "../errors/storage-credentials-unreachable-error.ts";
import { toCredentialsSecret } from "./runner-credentials.ts";

const bundle = { block: "aws-credentials/mine", data: { aws_secret_access_key: "s3cret" } };
const result = { block: "s3-bucket/results/credentials", data: { aws_secret_access_key: "other" } };

function secretFor(
  ways: readonly StorageCredentialsWay[] | null,
  needed = [bundle, result] as Parameters<typeof toCredentialsSecret>[0]["needed"],
) {
  const infrastructure = { type: "ecs", ...(ways === null ? {} : { storageCredentialsWays: () => ways }) };
  return toCredentialsSecret({ infrastructure, configuration: {}, workPool: "olympic", needed });
}

test("storage without a credentials block hands nothing to the run: the workload's identity opens it", () => {
  expect(secretFor([], [null, null])).toEqual({});
});

test("the blocks of bundle and result storage go with the run's secrets, in one variable", () => {
  const { PREFECT__STORAGE_CREDENTIALS: text = "", ...others } = secretFor(null);
  expect(others).toEqual({});
  expect(JSON.parse(text)).toEqual({ [bundle.block]: bundle.data, [result.block]: result.data });
});

test("a job that reaches an API or names a secret of its platform is handed nothing", () => {
  expect(secretFor(["api", "run-secret"])).toEqual({});
  expect(secretFor(["pool-secret"])).toEqual({});
});

test("where no way is left, the call is refused with the block and what to do", () => {
  expect(() => secretFor([])).toThrow(StorageCredentialsUnreachableError);
  expect(() => secretFor([])).toThrow("Storage of work pool 'olympic' needs the block 'aws-credentials/mine'");
});
