import { jest } from "@jest/globals";
import { createProcessBackend } from "./process-backend.ts";
import { describeWorkloads } from "./workload-facts.ts";

jest.setTimeout(60_000);

const missingImage = "prefect-test/missing:1";
const backend = createProcessBackend({ missingImages: [missingImage] });

describeWorkloads({ backend: () => backend, image: () => "any", missingImage });
