import base from "../jest.config.js";

/** The end-to-end suites: real processes and servers, so with longer limits. */
export default {
  ...base,
  rootDir: "..",
  testMatch: ["<rootDir>/e2e/**/*.e2e.test.ts"],
  testTimeout: 120_000,
};
