import path from "node:path";
import { checkLayout } from "./layout/layout-rules.ts";

/** Proves the import directions and the shape of the packages; prints every place that breaks a rule. */
const problems = await checkLayout(path.dirname(import.meta.dirname));
for (const { file, line, message } of problems) console.error(`${file}:${line}  ${message}`);
if (problems.length > 0) process.exitCode = 1;
