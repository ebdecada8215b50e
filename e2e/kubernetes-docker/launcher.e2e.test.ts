import { afterAll, describe, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { startEmulatedCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesSubject } from "../harness/kubernetes-subject.ts";
import { skippedFacts, toLacks } from "../harness/kubernetes-suite.ts";

// With real containers: limits of memory, images, signals and exit codes are those of a container runtime.
const cluster = await startEmulatedCluster({ backend: "docker" });
process.env["KUBECONFIG"] = cluster.kubeconfig;

afterAll(() => cluster.close());

describe("the Kubernetes launcher, with containers", () => {
  launcherSuite({ test, subject: createKubernetesSubject(cluster), lacks: toLacks(cluster), skip: skippedFacts });
});
