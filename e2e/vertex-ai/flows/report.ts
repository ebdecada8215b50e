export { report } from "../../docker/flows/report.ts";
