/** What the engine tells of a container, as far as it is used. */
export interface ContainerDetails {
  readonly Id: string;
  readonly Name: string;
  /** RFC 3339. */
  readonly Created: string;
  readonly State: ContainerState;
  readonly Config: {
    /** `user`, `uid` or `uid:gid`; empty for root. */
    readonly User: string;
    readonly Tty: boolean;
    readonly Labels: Readonly<Record<string, string>> | null;
  };
}

export interface ContainerState {
  readonly Status: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  readonly Running: boolean;
  readonly OOMKilled: boolean;
  readonly ExitCode: number;
  readonly Error: string;
  /** RFC 3339; the year 1 where it has not happened. */
  readonly StartedAt: string;
  readonly FinishedAt: string;
}

export interface ContainerSummary {
  readonly Id: string;
  readonly State: ContainerState["Status"];
  readonly Labels: Readonly<Record<string, string>> | null;
}
