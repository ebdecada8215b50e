import type { LaunchRequest } from "prefect-core/provider";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { maximumOverridesLength } from "./to-run-task.ts";

/** What a run's environment becomes. */
export interface SplitEnvironment {
  /** Of this run alone, in the overrides of its task. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Of every run with this definition: what is too much for overrides. */
  readonly definition: Readonly<Record<string, string>>;
  /** What was left out for not being seen by everybody who may look at the task; a line for people, or `null`. */
  readonly notice: string | null;
}

/** Variables that nobody who may describe a task should see, by the template's variable that names their secret. */
const secretVariables: Readonly<Record<string, string>> = {
  PREFECT_API_KEY: "prefect_api_key_secret_arn",
  PREFECT_API_AUTH_STRING: "prefect_api_auth_string_secret_arn",
};

/** Room for command, names and sizes, which patches may add to. */
const spareLength = 2048;

/**
 * Variables go with the run's own task as long as ECS takes so many characters there. Beyond that, those that are not
 * about the run itself go into the task definition, which is then another one. Pure.
 */
export function splitEnvironment({
  env,
  command,
  configuration,
}: Pick<LaunchRequest<EcsConfiguration>, "env" | "command" | "configuration">): SplitEnvironment {
  const { secretArns, taskDefinition } = configuration;
  const shown = Object.keys(env).filter(
    (name) => secretVariables[name] !== undefined && secretArns[name] === undefined,
  );
  // Without its key a run could not use the API, and would take its refusals for failures.
  const hidden = new Set([...shown, ...(shown.length > 0 ? ["PREFECT_API_URL"] : []), ...Object.keys(secretArns)]);
  const given = Object.entries(env).filter(([name]) => !hidden.has(name));
  const [shownName] = shown;
  const notice =
    shownName === undefined
      ? null
      : `${shown.join(" and ")} would stand in the task for everybody to see, so that the run is not told of the API: ` +
        `its outcome comes by its storage. Put it into Secrets Manager and name it with ${secretVariables[shownName]}.`;
  const budget = maximumOverridesLength - spareLength - JSON.stringify(command).length;
  const size = JSON.stringify(given).length + given.length * '"name":"value":'.length;
  if (size <= budget || taskDefinition === null) {
    return { overrides: Object.fromEntries(given), definition: {}, notice };
  }
  const isOfRun = ([name]: readonly [string, string]): boolean => name.startsWith("PREFECT__");
  return {
    overrides: Object.fromEntries(given.filter(isOfRun)),
    definition: Object.fromEntries(given.filter((entry) => !isOfRun(entry))),
    notice,
  };
}
