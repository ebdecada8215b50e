import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { failureOf, report } from "./report.ts";

/** What a flow sees of the container that it runs in; the options of its container are the script's argument. */
const lookAround = docker({ networkMode: "none", ...JSON.parse(process.argv[2] ?? "{}") })(
  flow(async function lookAround(name: string) {
    const { existsSync, writeFileSync } = await import("node:fs");
    const isWritable = (file: string): boolean => {
      try {
        writeFileSync(file, "");
        return true;
      } catch {
        return false;
      }
    };
    return {
      greeting: `Hello ${name}`,
      user: process.getuid?.(),
      hasShell: existsSync("/bin/sh"),
      hasRunner: existsSync("/opt/prefect/runner.mjs"),
      isRootWritable: isWritable("/home/node/written"),
      memoryLimit: process.constrainedMemory(),
      /** Which one of several images with the same name this is. */
      variant: process.env["IMAGE_VARIANT"],
    };
  }),
);

report(await lookAround("Marvin").catch((error: unknown) => failureOf(Promise.reject(error))));
