import { expect, test } from "@jest/globals";
import { stepLauncher, toStorageReference } from "./bundle-step.ts";

const launcher = ["uv", "run", "python"];

test.each(["prefect_aws", "prefect_gcp", "prefect_azure"])(
  "a launcher on a step of %s, which Python flows share, is not for TypeScript flows",
  (integration) => {
    for (const module of [`${integration}.experimental.bundles.execute`, `${integration}.bundles.execute`]) {
      const step = { [module]: { bucket: "data", launcher } };
      expect(stepLauncher(step)).toBeNull();
      expect(toStorageReference(step, "pool")).toEqual({
        module: `${integration}.bundles`,
        arguments: { bucket: "data" },
      });
    }
  },
);

test("a launcher on a step of ours comes before the runner's path", () => {
  expect(stepLauncher({ "prefect_core.bundles.execute": { basepath: "/data", launcher } })).toEqual(launcher);
  expect(stepLauncher({ "prefect_core.bundles.execute": { basepath: "/data" } })).toBeNull();
});

test("what is no step is refused with the pool's name", () => {
  for (const step of [{}, { a: {}, b: {} }, { a: "text" }]) {
    expect(() => toStorageReference(step, "pool")).toThrow("pool");
  }
});
