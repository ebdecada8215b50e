export { failureOf, report } from "../../docker/flows/report.ts";
