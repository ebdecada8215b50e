import { homedir } from "node:os";
import path from "node:path";

const userCache = process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache");

/** What the tests keep between runs. Checkouts that must not share it, to run side by side, set `XDG_CACHE_HOME`. */
export const cacheDirectory: string = path.join(userCache, "prefect-typescript");
