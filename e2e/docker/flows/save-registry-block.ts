import { openControlPlane } from "../../../packages/core/src/control-plane/open-control-plane.ts";

/** Saves a block as Prefect's UI or its Python packages do: its type, its schema, and a document of them. */
const [name = "", registryUrl = "", username = "", password = ""] = process.argv.slice(2);

const slug = "docker-registry-credentials";
const client = await openControlPlane();
const type =
  (await client.readBlockType(slug)) ?? (await client.createBlockType({ name: "Docker Registry Credentials", slug }));
const schema = await client.createBlockSchema({
  block_type_id: type.id,
  capabilities: [],
  fields: {
    block_type_slug: slug,
    title: "DockerRegistryCredentials",
    type: "object",
    properties: {
      username: { title: "Username", type: "string" },
      password: { title: "Password", type: "string", writeOnly: true, format: "password" },
      registry_url: { title: "Registry Url", type: "string" },
      reauth: { title: "Reauth", type: "boolean", default: true },
    },
    required: ["username", "password", "registry_url"],
    secret_fields: ["password"],
    block_schema_references: {},
  },
});
await client.createBlockDocument({
  name,
  block_type_id: type.id,
  block_schema_id: schema.id,
  data: { username, password, registry_url: registryUrl, reauth: true },
});
await client.close();
