import { parseArgs } from "node:util";
import { checkMutatedPayloads, checkRoundTrips } from "../../packages/core/src/serialization/fixtures/check-values.ts";

/**
 * Sends generated values there and back, and decodes altered payloads, where code from strings is forbidden:
 * `node --disallow-code-generation-from-strings e2e/values/check-values.ts --values 1000000 --payloads 1000000`
 */
const { values: given } = parseArgs({
  options: {
    values: { type: "string", default: "1000000" },
    payloads: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(given.seed);
const valueCount = Number(given.values);
const payloadCount = Number(given.payloads);

console.log(`seed ${seed}`);
checkRoundTrips({ count: valueCount, seed });
console.log(`${valueCount} of ${valueCount} values came back equal`);
const decoded = checkMutatedPayloads({ count: payloadCount, seed });
console.log(
  `${payloadCount} of ${payloadCount} payloads were refused (${payloadCount - decoded}) or data (${decoded})`,
);
