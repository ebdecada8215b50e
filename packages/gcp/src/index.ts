export { GcpCredentials, GcsBucket, type GcpCredentialsData, type GcsBucketData } from "./blocks/gcp-blocks.ts";
