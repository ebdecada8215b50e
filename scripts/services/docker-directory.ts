import path from "node:path";
import { cacheDirectory } from "./cache-directory.ts";

/** What the Docker engine of the tests keeps between runs: its images, and the programs that were unpacked for it. */
export const dockerDirectory: string = path.join(cacheDirectory, "docker");
