import { homedir } from "node:os";
import path from "node:path";

/** What the Docker engine of the tests keeps between runs: its images, and the programs that were unpacked for it. */
export const dockerDirectory: string = path.join(homedir(), ".cache", "prefect-typescript", "docker");
