import { azurite } from "./azurite.ts";
import { docker } from "./docker.ts";
import { gcs } from "./gcs.ts";
import { kubectl } from "./kubectl.ts";
import { prefectServer } from "./prefect-server.ts";
import { s3 } from "./s3.ts";

/** A program beside the tests that a suite talks to. */
export interface Service {
  /** What this machine lacks for it; `null` when nothing. */
  lacks(): Promise<string | null>;
  /** Installs what it needs, once per machine. */
  prepare(): Promise<void>;
  start(): Promise<RunningService>;
}

export interface RunningService {
  /** How the tests find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export type ServiceName = keyof typeof services;

/** Every service by the name that a `suite.json` gives it. */
export const services = {
  azurite,
  docker,
  gcs,
  kubectl,
  "prefect-server": prefectServer,
  s3,
} as const satisfies Record<string, Service>;
