import { AzureBlobStorageCredentials } from "prefect-azure";

const [name = "", connection_string = ""] = process.argv.slice(2);

await new AzureBlobStorageCredentials({ connection_string }).save(name, { overwrite: true });
