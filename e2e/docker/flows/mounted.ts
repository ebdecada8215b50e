import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const [directory = "", mode = "", user = "", workPool] = process.argv.slice(2);

/** Reads a file of a mounted directory and tries to write another one there. */
const reads = docker({
  ...(workPool === undefined ? {} : { workPool }),
  networkMode: "none",
  volumes: [`${directory}:${directory}:${mode}`],
  containerCreateKwargs: { user },
})(
  flow(async function reads(folder: string) {
    const { readFile, writeFile } = await import("node:fs/promises");
    const text = await readFile(`${folder}/given`, "utf8");
    const written = await writeFile(`${folder}/taken`, text).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code,
    );
    return { text, written };
  }),
);

report(await reads(directory));
