import { blockFacts } from "./block-facts.ts";
import type { ControlPlaneFact } from "./control-plane-fact.ts";
import { flowRunFacts } from "./flow-run-facts.ts";
import { recordFacts } from "./record-facts.ts";
import { transitionFacts } from "./transition-facts.ts";
import { workPoolFacts } from "./work-pool-facts.ts";
import { workerFacts } from "./worker-facts.ts";

/** Every fact that a control plane is held to; none needs another to be checked before it. */
export const controlPlaneFacts: readonly ControlPlaneFact[] = [
  ...flowRunFacts,
  ...transitionFacts,
  ...workPoolFacts,
  ...workerFacts,
  ...blockFacts,
  ...recordFacts,
];
