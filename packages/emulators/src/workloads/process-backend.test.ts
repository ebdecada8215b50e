import { createProcessBackend } from "./process-backend.ts";
import { describeWorkloads } from "./workload-facts.ts";

const missingImage = "prefect-test/missing:1";
const backend = createProcessBackend({ missingImages: [missingImage] });

describeWorkloads({ backend: () => backend, image: () => "any", missingImage });
