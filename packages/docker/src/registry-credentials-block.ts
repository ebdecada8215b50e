import { defineBlock, type BlockClass, type BlockType } from "prefect-core/provider";

/** As prefect-docker 0.7.4 registers it: equal fields give equal checksums, and so one schema for both editions. */
export const registryCredentialsType: BlockType = {
  specificationVersion: "v1",
  slug: "docker-registry-credentials",
  name: "Docker Registry Credentials",
  description: "Store credentials for interacting with a Docker Registry.",
  logoUrl: "https://cdn.sanity.io/images/3ugk85nk/production/14a315b79990200db7341e42553e23650b34bb96-250x250.png",
  capabilities: [],
  version: "0.7.4",
  fields: {
    title: "DockerRegistryCredentials",
    type: "object",
    description: "Store credentials for interacting with a Docker Registry.",
    block_type_slug: "docker-registry-credentials",
    block_schema_references: {},
    secret_fields: ["password"],
    required: ["username", "password", "registry_url"],
    properties: {
      username: {
        description: "The username to log into the registry with.",
        title: "Username",
        type: "string",
        position: 0,
      },
      password: {
        description: "The password to log into the registry with.",
        format: "password",
        title: "Password",
        type: "string",
        writeOnly: true,
        position: 1,
      },
      registry_url: {
        description: 'The URL to the registry. Generally, "http" or "https" can be omitted.',
        examples: ["index.docker.io"],
        title: "Registry Url",
        type: "string",
        position: 2,
      },
      reauth: {
        default: true,
        description: "Whether or not to reauthenticate on each interaction.",
        title: "Reauth",
        type: "boolean",
        position: 3,
      },
    },
  },
};

/** Prefect's names of the fields of a `docker-registry-credentials` block. */
export interface DockerRegistryCredentialsData {
  readonly username: string;
  readonly password: string;
  /** `http` and `https` can be omitted: `index.docker.io`. */
  readonly registry_url: string;
  /** For Prefect's Python edition; an engine here logs in for each pull. Default: true. */
  readonly reauth?: boolean;
}

/** A login to a registry, for pools whose `registry_credentials` name it. */
export const DockerRegistryCredentials: BlockClass<DockerRegistryCredentialsData> =
  defineBlock(registryCredentialsType);
