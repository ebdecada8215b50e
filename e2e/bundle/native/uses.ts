import Database from "better-sqlite3";
import { flow, localProcess } from "prefect-core";
import { docker } from "prefect-docker";
import sharp from "sharp";

/** Uses two native packages, in a process or in a container, and prints what came back as JSON. */
const usesThem = flow(async function usesThem(width: number) {
  const database = new Database(":memory:");
  const sum = database.prepare("select sum(value) as total from json_each('[1, 2, 3]')").get() as { total: number };
  database.close();
  const image = sharp({ create: { width, height: 2, channels: 3, background: { r: 255, g: 0, b: 0 } } });
  const png = await image.png().toBuffer();
  return { total: sum.total, width: (await sharp(png).metadata()).width, sourceOf: import.meta.resolve("sharp") };
});
const useThem = process.argv[2] === "process" ? localProcess()(usesThem) : docker()(usesThem);

const { bundle } = await useThem.plan(7);
const { sourceOf, ...answer } = await useThem(7);
const isFromHere = sourceOf.startsWith(import.meta.url.slice(0, import.meta.url.indexOf("/e2e/")));
console.log(JSON.stringify({ answer, isFromHere, packages: bundle.layer?.packages }));
