export { storageSuite } from "./testing/storage-suite.ts";
export { testHarness, type HarnessRun, type TestHarness, type TestHarnessOptions } from "./testing/test-harness.ts";
export { createDirectoryStorage } from "./storage/directory-storage.ts";
export { createMemoryStorage } from "./storage/memory-storage.ts";
