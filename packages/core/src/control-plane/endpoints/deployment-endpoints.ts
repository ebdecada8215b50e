import { z } from "zod";
import type { JsonObject } from "../../contracts/json.ts";
import { jsonObject } from "./common-schemas.ts";
import type { Endpoint, None } from "./endpoint.ts";

/** Asked by Prefect's command line, whose lists of runs and queues show deployments too. */
export const filterDeployments: Endpoint<None, None, JsonObject, readonly JsonObject[]> = {
  method: "POST",
  path: "/deployments/filter",
  body: jsonObject,
  response: z.array(jsonObject),
  readOnly: true,
};
