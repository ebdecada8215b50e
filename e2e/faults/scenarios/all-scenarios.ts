import type { Scenario } from "../scenario.ts";
import { engineFaults } from "./engine-faults.ts";
import { flowFaults } from "./flow-faults.ts";
import { infrastructureFaults } from "./infrastructure-faults.ts";
import { networkFaults } from "./network-faults.ts";
import { storageFaults } from "./storage-faults.ts";
import { submitterFaults } from "./submitter-faults.ts";

/** Every fault that is played, in the order of the table. */
export const scenarios: readonly Scenario[] = [
  ...infrastructureFaults,
  ...engineFaults,
  ...submitterFaults,
  ...networkFaults,
  ...storageFaults,
  ...flowFaults,
];
