import { isEssential } from "../faults/essential-faults.ts";
import { faultLaws } from "../faults/fault-laws.ts";
import { ecsPlatform } from "../faults/platforms/ecs.ts";

faultLaws([ecsPlatform], { select: isEssential });
