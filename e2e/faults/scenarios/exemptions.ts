import { allBut, type Exemption, withBuckets, withFiles } from "../scenario.ts";

const noApi = "processes of this machine have no API";
const noEngine = "it has no engine of the user's own that could fail with all that runs in it";

/** Faults that a platform cannot have. Together with the scenarios, every fault on every platform. */
export const exemptions: readonly Exemption[] = [
  {
    fault: "its memory runs out",
    platforms: ["process"],
    reason: "a process of this machine has no limit of memory",
  },
  { fault: "its image is missing", platforms: ["process"], reason: "a process of this machine has no image" },
  { fault: "the engine is restarted while the flow runs", platforms: allBut("docker"), reason: noEngine },
  { fault: "the engine hangs while the flow runs, and goes on", platforms: allBut("docker"), reason: noEngine },
  { fault: "the engine is gone for good while the flow runs", platforms: allBut("docker"), reason: noEngine },
  {
    fault: "the submitter is ended by SIGKILL before it collects",
    platforms: allBut("docker"),
    reason: "its runs write outcome and result to storage by themselves",
  },
  {
    fault: "the answer to the start is lost",
    platforms: allBut("docker"),
    reason: "what is created there starts by itself",
  },
  { fault: "the platform answers 429 and 503 in bursts", platforms: ["process"], reason: noApi },
  { fault: "connections to the platform break at random", platforms: ["process"], reason: noApi },
  {
    fault: "the platform's API breaks every connection while the flow runs, for a while",
    platforms: ["process"],
    reason: noApi,
  },
  {
    fault: "the platform's API breaks every connection while the flow runs, for good",
    platforms: withFiles,
    reason: "Docker's engine takes with it what runs in it, which is tried above; processes have no API",
  },
  {
    fault: "Prefect's API answers 429 and 503 in bursts",
    platforms: allBut("process"),
    reason: "it is the same for every platform, and tried with one",
  },
  { fault: "the disk of the results is full", platforms: withBuckets, reason: "a bucket has no disk to fill" },
];
