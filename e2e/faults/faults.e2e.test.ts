import { faultLaws } from "./fault-laws.ts";
import { dockerPlatform } from "./platforms/docker.ts";
import { processPlatform } from "./platforms/process.ts";

faultLaws([processPlatform, dockerPlatform]);
