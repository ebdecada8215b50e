import type { JsonObject } from "../../contracts/json.ts";

export interface FlowCreate {
  readonly name: string;
  readonly tags?: readonly string[] | undefined;
  readonly labels?: JsonObject | null | undefined;
}

export interface FlowRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly tags: readonly string[];
  readonly labels?: JsonObject | null | undefined;
}
