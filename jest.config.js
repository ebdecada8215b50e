/** One configuration for every package; `npm test` runs the unit tests, `npm run e2e` the suites under e2e/. */
export default {
  testEnvironment: "node",
  // Tests wait more than they compute, so that none of the cores has to be left to jest itself.
  maxWorkers: "100%",
  // A test that waits for a condition may do so for long where other work keeps the machine busy.
  testTimeout: 30_000,
  testMatch: ["<rootDir>/packages/*/src/**/*.test.ts", "<rootDir>/scripts/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2023",
          parser: { syntax: "typescript", decorators: true },
          transform: { decoratorVersion: "2022-03" },
        },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
};
