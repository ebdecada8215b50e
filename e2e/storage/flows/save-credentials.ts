import { AwsCredentials } from "prefect-aws";
import { credentialsFor } from "../../harness/s3-server.ts";

const [name = "", url = ""] = process.argv.slice(2);

await new AwsCredentials(credentialsFor(url)).save(name, { overwrite: true });
