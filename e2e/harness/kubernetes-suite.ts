import type { LauncherSuiteOptions } from "prefect-core/testing";
import type { TestCluster } from "./kubernetes-cluster.ts";

type Lacks = NonNullable<LauncherSuiteOptions<unknown>["lacks"]>;

/** What a cluster does not have of what the launcher suite asks. */
export function toLacks({ emulator }: TestCluster): Lacks {
  const always: Lacks = [
    { reason: "a pod's files come from storage", capabilities: ["file-delivery"] },
    { reason: "the log of a pod does not tell its streams apart", capabilities: ["separate-streams"] },
  ];
  if (emulator !== null) return always;
  return [
    ...always,
    { reason: "a real cluster loses no answers when it is asked to", capabilities: ["lost-response"] },
  ];
}

const reason =
  "a kill deletes the Job, and its exit and output with it: ending.e2e.test.ts shows it while it is watched";

/** Facts that ask how something was after it was killed. */
export const skippedFacts: NonNullable<LauncherSuiteOptions<unknown>["skip"]> = [
  {
    reason,
    tests: [
      "a kill asks first, and lets the command end by itself within the grace",
      "watches beside each other, from the start and from the middle, tell the same",
      "what is found says of which run and attempt it is, when it may be removed, and whether it runs",
    ],
  },
  {
    reason: "the file belongs to root, and to the pod's own group: ending.e2e.test.ts shows who can read it",
    tests: ["secrets come in a file that only the command's user can read, and are nowhere in its environment"],
  },
];
