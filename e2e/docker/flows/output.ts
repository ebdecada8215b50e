import { flow, getRunLogger } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const scenario = process.argv[2];
const text = "größe 😀 ".repeat(12_000);

const speaks = docker({ networkMode: "none", streamOutput: scenario !== "silent" })(
  flow(async function speaks(message: string) {
    console.log("a printed line");
    getRunLogger().info(message);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }),
);

const future = await speaks.submit(text);
const messages = await Array.fromAsync(future.logs(), ({ message }) => message);
await future.result();
report({ printed: messages.includes("a printed line"), isWhole: messages.includes(text) });
