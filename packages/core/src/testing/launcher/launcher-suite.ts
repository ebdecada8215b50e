import { launcherCleanupFacts } from "./cleanup-facts.ts";
import { launcherDeliveryFacts } from "./delivery-facts.ts";
import { launcherExitFacts } from "./exit-facts.ts";
import { launcherKillFacts } from "./kill-facts.ts";
import { launcherLaunchFacts } from "./launch-facts.ts";
import type { LauncherCapability, LauncherSubject } from "./launcher-subject.ts";
import { type LauncherTrial, startTrial } from "./launcher-trial.ts";
import { launcherOutputFacts } from "./output-facts.ts";
import { launcherWatchFacts } from "./watch-facts.ts";

/** Something that holds for every launcher; `check` throws where it does not. */
export interface LauncherFact {
  readonly name: string;
  /** What the platform must have for it. */
  readonly needs: readonly LauncherCapability[];
  check<Configuration>(trial: LauncherTrial<Configuration>): Promise<void>;
}

export interface LauncherSuiteOptions<Configuration> {
  /** A test runner's `test`. */
  readonly test: (name: string, check: () => Promise<void>) => unknown;
  readonly subject: LauncherSubject<Configuration>;
  /**
   * What this platform or its rig does not have, and why: facts that need it do not apply, and are printed with the
   * reason instead of being registered. Default: it has everything.
   */
  readonly lacks?: readonly { readonly reason: string; readonly capabilities: readonly LauncherCapability[] }[];
  /** Facts, by name, that do not apply here for another reason. Default: none. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[];
  /** Takes the lines about facts that do not apply. Default: prints them. */
  readonly tell?: (line: string) => void;
  /** After this time a fact fails, and says what it waited for. Default: 60. */
  readonly patienceSeconds?: number;
}

const facts: readonly LauncherFact[] = [
  ...launcherLaunchFacts,
  ...launcherWatchFacts,
  ...launcherOutputFacts,
  ...launcherExitFacts,
  ...launcherKillFacts,
  ...launcherDeliveryFacts,
  ...launcherCleanupFacts,
];

const means = {
  "file-delivery": "deliveryDirectory",
  removal: "removeByHand",
  "lost-response": "createLosingLauncher",
  unreachable: "createUnreachableLauncher",
} as const satisfies Partial<Record<LauncherCapability, keyof LauncherSubject<unknown>>>;

/**
 * Registers one test per fact of the launcher contract that applies. Every fact leaves the platform as it found it. Throws where a
 * capability is neither lacking nor has its means in the subject, or is both, and where `skip` names no fact.
 */
export function launcherSuite<Configuration>({
  test,
  subject,
  lacks = [],
  skip = [],
  tell = (line) => process.stdout.write(`${line}\n`),
  patienceSeconds = 60,
}: LauncherSuiteOptions<Configuration>): void {
  const lacking = new Map(
    lacks.flatMap(({ reason, capabilities }) => capabilities.map((capability) => [capability, reason] as const)),
  );
  checkMeans(subject, lacking);
  const inapplicable = new Map(skip.flatMap(({ reason, tests }) => tests.map((name) => [name, reason] as const)));
  for (const name of inapplicable.keys()) {
    if (!facts.some((fact) => fact.name === name)) throw new Error(`The launcher suite has no test "${name}" to skip.`);
  }
  for (const fact of facts) {
    const check = async (): Promise<void> => {
      await using trial = await startTrial(subject, patienceSeconds);
      await fact.check(trial);
    };
    const missing = fact.needs.find((capability) => lacking.has(capability));
    const reason =
      inapplicable.get(fact.name) ?? (missing === undefined ? undefined : `no ${missing}: ${lacking.get(missing)}`);
    if (reason === undefined) test(fact.name, check);
    else tell(`does not apply: ${fact.name} (${reason})`);
  }
}

function checkMeans<Configuration>(
  subject: LauncherSubject<Configuration>,
  lacking: ReadonlyMap<LauncherCapability, string>,
): void {
  for (const [capability, name] of Object.entries(means) as [
    keyof typeof means,
    (typeof means)[keyof typeof means],
  ][]) {
    const isThere = subject[name] !== undefined;
    if (isThere !== lacking.has(capability)) continue;
    throw new Error(
      isThere
        ? `The subject has \`${name}\`, so that it does not lack "${capability}".`
        : `The subject has no \`${name}\`: give it, or name "${capability}" in \`lacks\` with the reason.`,
    );
  }
}
