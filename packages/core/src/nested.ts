export { createOpenSubmitter, type OpenSubmitter } from "./submission/nested/open-submitter.ts";
