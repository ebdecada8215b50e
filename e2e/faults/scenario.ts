import type { FaultHome } from "./fault-home.ts";
import type { Platform, SubmissionReport } from "./submission.ts";

/** A fault that befalls a flow run on one platform, and what is promised to come of it. */
export interface Scenario {
  /** For people; the same on both platforms. */
  readonly fault: string;
  readonly platform: Platform;
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

/** The same fault on platforms on which the same comes of it. */
export function onEach(platforms: readonly Platform[], scenario: Omit<Scenario, "platform">): readonly Scenario[] {
  return platforms.map((platform) => ({ ...scenario, platform }));
}

export const both: readonly Platform[] = ["process", "docker"];
