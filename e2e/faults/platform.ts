import type { UserHome } from "../harness/user-home.ts";
import type { FaultableApi } from "./faultable-api.ts";
import type { FaultableStorage } from "./faultable-storage.ts";
import type { PlatformName } from "./platform-name.ts";
import type { SubmittedInfrastructure } from "./submission.ts";

/** Infrastructure that faults befall. */
export interface Platform {
  readonly name: PlatformName;
  /** Makes a user of it, for one scenario. */
  open(options: OpenPlatformOptions): Promise<OpenPlatform>;
}

export interface OpenPlatformOptions {
  /** Further settings of the user. */
  readonly env: Readonly<Record<string, string>>;
}

/** One user's share of a platform: what of a run is there, and how it is harmed. */
export interface OpenPlatform {
  readonly home: UserHome;
  /** What `flows/submit.ts` binds flows to. */
  readonly infrastructure: SubmittedInfrastructure;
  /** Options that ask for little memory; a hoard of this size is more than that. Absent where nothing limits memory. */
  readonly littleMemory?: { readonly options: object; readonly hoardMegabytes: number };
  /** Options that ask for an image that is nowhere. Absent where there are no images. */
  readonly missingImage?: { readonly options: object };
  /** Reached by the user and by the runs. */
  readonly storage: FaultableStorage;
  /** Absent where the platform is this machine. */
  readonly api?: FaultableApi;
  /** Names of what of a run is on the platform, ended or not. */
  resources(flowRunId: string): Promise<readonly string[]>;
  /** Ends everything of a run by SIGKILL. */
  killAll(flowRunId: string): Promise<void>;
  /** Does what a person does who clears up without asking whose it is. */
  removeByHand(flowRunId: string): Promise<void>;
  close(): Promise<void>;
}
