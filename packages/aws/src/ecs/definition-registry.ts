import type { JsonObject } from "prefect-core/provider";
import type { EcsApi, RegisteredDefinition } from "./ecs-api.ts";
import { acrossDrops } from "./ecs-patience.ts";
import { areDefinitionsEqual } from "./equal-definitions.ts";

/** The task definitions that this process has seen. */
export interface DefinitionRegistry {
  /** The latest revision of the family where it is equal, else a new one. */
  ensure(wanted: JsonObject, signal?: AbortSignal): Promise<RegisteredDefinition>;
  /** By ARN, or family and revision; `null` where there is none. */
  read(name: string): Promise<RegisteredDefinition | null>;
  /** Of one that somebody has deregistered. */
  forget(arn: string): Promise<void>;
}

export function createDefinitionRegistry(api: EcsApi): DefinitionRegistry {
  const ensured = new Map<string, Promise<RegisteredDefinition>>();
  const known = new Map<string, Promise<RegisteredDefinition | null>>();

  async function find(wanted: JsonObject, signal: AbortSignal | undefined): Promise<RegisteredDefinition> {
    const family = String(wanted["family"]);
    const latest = await acrossDrops(() => api.describeTaskDefinition(family), signal);
    if (latest?.isActive === true && areDefinitionsEqual(wanted, latest.definition)) return latest;
    // Repeated after a lost answer, it makes a further revision, which clean-up removes.
    return acrossDrops(() => api.registerTaskDefinition(wanted), signal);
  }

  return {
    ensure(wanted, signal) {
      const key = JSON.stringify(wanted);
      const found = ensured.get(key);
      if (found !== undefined) return found;
      const finding = find(wanted, signal).then((definition) => {
        known.set(definition.arn, Promise.resolve(definition));
        return definition;
      });
      ensured.set(key, finding);
      finding.catch(() => ensured.delete(key));
      return finding;
    },
    read(name) {
      const found = known.get(name);
      if (found !== undefined) return found;
      const reading = acrossDrops(() => api.describeTaskDefinition(name));
      known.set(name, reading);
      reading.catch(() => known.delete(name));
      return reading;
    },
    async forget(arn) {
      known.delete(arn);
      for (const [key, finding] of ensured) {
        const definition = await finding.catch(() => null);
        if (definition?.arn === arn && ensured.get(key) === finding) ensured.delete(key);
      }
    },
  };
}
