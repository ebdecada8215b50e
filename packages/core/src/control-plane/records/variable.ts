import type { Json } from "../../contracts/json.ts";

export interface VariableCreate {
  readonly name: string;
  readonly value: Json;
  readonly tags?: readonly string[] | undefined;
}

export interface VariableUpdate {
  readonly name?: string | undefined;
  readonly value?: Json | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface VariableRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly value: Json;
  readonly tags: readonly string[];
}
