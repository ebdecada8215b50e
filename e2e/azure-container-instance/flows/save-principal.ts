import { AzureContainerInstanceCredentials } from "prefect-azure";

const [name = "", client_id = "", client_secret = ""] = process.argv.slice(2);
const tenant_id = "00000000-0000-0000-0000-00000000000a";

await new AzureContainerInstanceCredentials({ tenant_id, client_id, client_secret }).save(name, { overwrite: true });
