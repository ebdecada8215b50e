import type { HttpAnswer, HttpRequest } from "prefect-emulators/http";
import { openTestAccount } from "../../harness/ecs-account.ts";
import { createEcsHome, testWorkPool } from "../../harness/ecs-home.ts";
import { missingImage } from "../../harness/emulated-image.ts";
import { createEmulatedApi, type EmulatedServer, toFaultTarget } from "../emulated-api.ts";
import type { Platform } from "../platform.ts";
import { killRunProcesses } from "../run-processes.ts";
import { openS3Bucket } from "../storages/s3-bucket.ts";

type Server = EmulatedServer<HttpRequest, HttpAnswer>;

/** ECS and CloudWatch Logs. Credentials of tasks come from their own machine. */
function toJsonServices(faults: Server["faults"]): Server {
  const headers = { "content-type": "application/x-amz-json-1.1" };
  return {
    faults,
    throttled: { status: 400, headers, body: { __type: "ThrottlingException", message: "Rate exceeded" } },
    unavailable: { status: 503, headers, body: { __type: "ServerException", message: "Service Unavailable" } },
    isSpared: ({ operation }) => operation.startsWith("task:") || operation.startsWith("ec2:"),
  };
}

/** EC2, which answers in XML. */
function toQueryService(faults: Server["faults"]): Server {
  const refuse = (code: string, message: string): HttpAnswer => ({
    status: 503,
    headers: { "content-type": "text/xml" },
    body: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`,
  });
  return {
    faults,
    throttled: refuse("RequestLimitExceeded", "Request limit exceeded."),
    unavailable: refuse("Unavailable", "The service is unavailable. Please try again shortly."),
    isSpared: ({ operation }) => !operation.startsWith("ec2:"),
  };
}

/** Tasks of an emulated account, which are processes, with a bucket of S3. */
export const ecsPlatform: Platform = {
  name: "ecs",
  async open({ env }) {
    const account = await openTestAccount();
    const { controls, faults } = account.emulator;
    const bucket = await openS3Bucket();
    const user = await createEcsHome(account, env, { suite: "faults", s3: bucket.place });
    return {
      home: user,
      infrastructure: { package: "aws", type: "ecs", options: { workPool: testWorkPool } },
      littleMemory: { options: { launchType: "EC2", memory: 256 }, hoardMegabytes: 400 },
      missingImage: { options: { image: missingImage } },
      storage: bucket.storage,
      api: createEmulatedApi({
        operations: { create: "ecs:RunTask" },
        targets: [toFaultTarget(toJsonServices(faults)), toFaultTarget(toQueryService(faults))],
      }),
      // A task that stopped is told of for an hour; it costs nothing and cannot be removed.
      resources: async () => account.runningTasks(),
      killAll: killRunProcesses,
      async removeByHand() {
        for (const task of account.runningTasks()) {
          await controls.interrupt(task, "UserInitiated", "Stopped from the console.");
        }
      },
      async close() {
        await user.remove();
        await account.close();
        await bucket.close();
      },
    };
  },
};
