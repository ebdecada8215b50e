import type { FaultHome } from "./fault-home.ts";
import { type PlatformName, platformNames } from "./platform-name.ts";
import type { SubmissionReport } from "./submission.ts";

/** A fault that befalls a flow run on one platform, and what is promised to come of it. */
export interface Scenario {
  /** For people; the same on every platform. */
  readonly fault: string;
  readonly platform: PlatformName;
  /** The name of the state that the run ends in. */
  readonly state: string;
  /** The class of the error that the caller gets, or several of which it gets one; `null` where it gets the result. */
  readonly error: string | readonly string[] | null;
  /** Within this time of the fault the caller knows the end. */
  readonly boundSeconds: number;
  /** What the state's message must say. */
  readonly says?: RegExp;
  /** Further settings of the submitter. */
  env?(): Readonly<Record<string, string>>;
  /** Lets it happen, and gives what the caller was told. */
  play(home: FaultHome): Promise<SubmissionReport>;
  /** Takes away what it used, whatever came of it. */
  tidy?(home: FaultHome): Promise<void>;
}

/** A fault that cannot befall runs on some platforms, and why. */
export interface Exemption {
  readonly fault: string;
  readonly platforms: readonly PlatformName[];
  /** Follows "does not apply: ". */
  readonly reason: string;
}

/** The same fault on platforms on which the same comes of it. */
export function onEach(platforms: readonly PlatformName[], scenario: Omit<Scenario, "platform">): readonly Scenario[] {
  return platforms.map((platform) => ({ ...scenario, platform }));
}

export const everywhere: readonly PlatformName[] = platformNames;

/** Those whose storage is this machine's. */
export const withFiles: readonly PlatformName[] = ["process", "docker"];

export function allBut(...platforms: readonly PlatformName[]): readonly PlatformName[] {
  return platformNames.filter((name) => !platforms.includes(name));
}

/** Those whose storage is a bucket. */
export const withBuckets: readonly PlatformName[] = allBut(...withFiles);
