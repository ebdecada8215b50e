import { commonVariables, optionalVariable, type BaseJobTemplate } from "prefect-core/provider";

/** The base job template of Prefect's own Docker worker (Prefect 3.8), so that pools of either edition are alike. */
export const dockerJobTemplate: BaseJobTemplate = {
  job_configuration: {
    command: "{{ command }}",
    env: "{{ env }}",
    labels: "{{ labels }}",
    name: "{{ name }}",
    image: "{{ image }}",
    registry_credentials: "{{ registry_credentials }}",
    image_pull_policy: "{{ image_pull_policy }}",
    networks: "{{ networks }}",
    network_mode: "{{ network_mode }}",
    auto_remove: "{{ auto_remove }}",
    volumes: "{{ volumes }}",
    stream_output: "{{ stream_output }}",
    mem_limit: "{{ mem_limit }}",
    memswap_limit: "{{ memswap_limit }}",
    privileged: "{{ privileged }}",
    container_create_kwargs: "{{ container_create_kwargs }}",
  },
  variables: {
    $defs: {
      DockerRegistryCredentials: {
        block_schema_references: {},
        block_type_slug: "docker-registry-credentials",
        properties: {
          username: {
            type: "string",
          },
          password: {
            format: "password",
            type: "string",
            writeOnly: true,
          },
          registry_url: {
            type: "string",
          },
          reauth: {
            default: true,
            type: "boolean",
          },
        },
        required: ["username", "password", "registry_url"],
        secret_fields: ["password"],
        type: "object",
      },
    },
    properties: {
      ...commonVariables({ name: "Name of the container.", labels: "Labels of the container." }),
      image: {
        examples: ["docker.io/prefecthq/prefect:3-latest"],
        type: "string",
        description: "The image to run. Without one, the runner image is used.",
        title: "Image",
      },
      registry_credentials: {
        anyOf: [
          {
            $ref: "#/$defs/DockerRegistryCredentials",
          },
          {
            type: "null",
          },
        ],
        default: null,
        description: "The login for the image's registry.",
        title: "Registry Credentials",
      },
      image_pull_policy: {
        anyOf: [
          {
            enum: ["IfNotPresent", "Always", "IfPossible", "Never"],
            type: "string",
          },
          {
            type: "null",
          },
        ],
        default: null,
        description: "When the image is pulled.",
        title: "Image Pull Policy",
      },
      networks: {
        items: {
          type: "string",
        },
        type: "array",
        description: "Networks to which the container is connected.",
        title: "Networks",
      },
      network_mode: optionalVariable(
        "string",
        "Network Mode",
        "The network mode of the container, such as host or bridge. Not together with networks.",
      ),
      auto_remove: {
        default: false,
        type: "boolean",
        description: "Whether the container is removed after the run.",
        title: "Auto Remove",
      },
      volumes: {
        examples: ["/my/local/path:/path/in/container"],
        items: {
          type: "string",
        },
        type: "array",
        description: "Volumes to mount into the container.",
        title: "Volumes",
      },
      stream_output: {
        default: true,
        type: "boolean",
        description: "Whether the container's output is shown where the run was submitted.",
        title: "Stream Output",
      },
      mem_limit: optionalVariable(
        "string",
        "Memory Limit",
        "Memory of the container, such as 512m or 2g; bytes without a unit.",
      ),
      memswap_limit: optionalVariable(
        "string",
        "Memory Swap Limit",
        "Memory and swap of the container together; -1 is unlimited swap. Needs a memory limit.",
      ),
      privileged: {
        default: false,
        type: "boolean",
        description: "Whether the container has extended privileges on its host.",
        title: "Privileged",
      },
      container_create_kwargs: {
        anyOf: [
          {
            additionalProperties: true,
            type: "object",
          },
          {
            type: "null",
          },
        ],
        default: null,
        description: "Further options by the names of Python's Docker SDK.",
        title: "Container Configuration",
      },
    },
    type: "object",
  },
};
