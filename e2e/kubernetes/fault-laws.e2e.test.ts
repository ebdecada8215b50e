import { isEssential } from "../faults/essential-faults.ts";
import { faultLaws } from "../faults/fault-laws.ts";
import { kubernetesPlatform } from "../faults/platforms/kubernetes.ts";

faultLaws([kubernetesPlatform], { select: isEssential });
