import * as endpoints from "../../endpoints/deployment-endpoints.ts";
import { ok, route, type Route } from "../route.ts";

/** A flow is submitted with its code, so that there are no deployments. */
export const deploymentRoutes: readonly Route[] = [route(endpoints.filterDeployments, () => ok([]))];
