import { afterAll, describe, test } from "@jest/globals";
import { launcherSuite } from "prefect-core/testing";
import { openTestCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesSubject } from "../harness/kubernetes-subject.ts";
import { skippedFacts, toLacks } from "../harness/kubernetes-suite.ts";

const cluster = await openTestCluster();
process.env["KUBECONFIG"] = cluster.kubeconfig;

afterAll(() => cluster.close());

describe("the Kubernetes launcher", () => {
  launcherSuite({ test, subject: createKubernetesSubject(cluster), lacks: toLacks(cluster), skip: skippedFacts });
});
