export { blockSchemaChecksum } from "./control-plane/blocks/schema-checksum.ts";
export type { Fault, FaultableRequest, FaultChooser, FaultRule } from "./testing/faults/fault.ts";
export { addLaunchPoints, type LaunchPoints, withLaunchPoints } from "./testing/faults/launch-points.ts";
export {
  createFaultyStorage,
  type FaultableOperation,
  type FaultyStorage,
  type StorageFault,
  type StorageFaultRule,
  type StorageOperationName,
} from "./testing/faults/faulty-storage.ts";
export type { RuleOccurrence } from "./testing/faults/due-rule.ts";
export {
  createFaultProxy,
  type FaultProxy,
  type FaultProxyOptions,
  type ProxiedRequest,
} from "./testing/faults/fault-proxy.ts";
export {
  chooseAtRandom,
  createSeededRandom,
  pickOne,
  type RandomFaults,
  type SeededRandom,
} from "./testing/faults/seeded-random.ts";
export { launcherSuite, type LauncherSuiteOptions } from "./testing/launcher/launcher-suite.ts";
export type {
  LauncherCapability,
  LauncherSubject,
  LaunchWants,
  LosingLauncher,
  PlainLaunch,
} from "./testing/launcher/launcher-subject.ts";
export { storageSuite, type StorageSuiteOptions, type SuiteTest } from "./testing/storage-suite.ts";
export { testHarness, type HarnessRun, type TestHarness, type TestHarnessOptions } from "./testing/test-harness.ts";
export { createDirectoryStorage } from "./storage/directory-storage.ts";
export { createMemoryStorage } from "./storage/memory-storage.ts";
export { processInfrastructure } from "./infrastructure/process/local-process.ts";
