import base from "../jest.config.js";

/** The end-to-end suites: real processes and servers, so one test file after another and with longer limits. */
export default {
  ...base,
  rootDir: "..",
  testMatch: ["<rootDir>/e2e/**/*.e2e.test.ts"],
  maxWorkers: 1,
  testTimeout: 120_000,
};
