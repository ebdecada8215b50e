import type { JsonObject } from "../contracts/json.ts";

/** A variable of a base job template that may be left open, as Prefect's own templates write it. */
export function optionalVariable(type: string, title: string, description: string): JsonObject {
  return { anyOf: [{ type }, { type: "null" }], default: null, title, description };
}

/** The variables that the templates of all platforms begin with. */
export function commonVariables(about: {
  /** What `name` names, as a whole sentence. */
  readonly name: string;
  /** Where `labels` go, as a whole sentence. */
  readonly labels: string;
}): JsonObject {
  return {
    name: optionalVariable("string", "Name", about.name),
    env: {
      additionalProperties: { anyOf: [{ type: "string" }, { type: "null" }] },
      type: "object",
      title: "Environment Variables",
      description: "Environment variables of the run.",
    },
    labels: { additionalProperties: { type: "string" }, type: "object", title: "Labels", description: about.labels },
    command: optionalVariable("string", "Command", "The command of the run. Best left blank: it is made for each run."),
  };
}
