export { storageSuite } from "./testing/storage-suite.ts";
export { testHarness, type HarnessRun, type TestHarness, type TestHarnessOptions } from "./testing/test-harness.ts";
