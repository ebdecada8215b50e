import { commonVariables, optionalVariable, type BaseJobTemplate } from "prefect-core/provider";

/** The base job template of Prefect's own Azure Container Instances worker (Prefect 3.8), so that pools of either edition are alike. */
export const azureContainerInstanceJobTemplate: BaseJobTemplate = {
  job_configuration: {
    command: "{{ command }}",
    env: "{{ env }}",
    labels: "{{ labels }}",
    name: "{{ name }}",
    image: "{{ image }}",
    resource_group_name: "{{ resource_group_name }}",
    subscription_id: "{{ subscription_id }}",
    identities: "{{ identities }}",
    entrypoint: "{{ entrypoint }}",
    image_registry: "{{ image_registry }}",
    cpu: "{{ cpu }}",
    gpu_count: "{{ gpu_count }}",
    gpu_sku: "{{ gpu_sku }}",
    memory: "{{ memory }}",
    subnet_ids: "{{ subnet_ids }}",
    dns_servers: "{{ dns_servers }}",
    stream_output: "{{ stream_output }}",
    aci_credentials: "{{ aci_credentials }}",
    task_start_timeout_seconds: "{{ task_start_timeout_seconds }}",
    task_watch_poll_interval: "{{ task_watch_poll_interval }}",
    arm_template: {
      $schema: "https://schema.management.azure.com/schemas/2019-08-01/deploymentTemplate.json#",
      contentVersion: "1.0.0.0",
      parameters: {
        container_group_name: {
          defaultValue: "[uniqueString(resourceGroup().id)]",
          metadata: {
            description: "The name of the container group to create.",
          },
          type: "string",
        },
        container_name: {
          defaultValue: "[uniqueString(resourceGroup().id)]",
          metadata: {
            description: "The name of the container to create.",
          },
          type: "string",
        },
        location: {
          defaultValue: "[resourceGroup().location]",
          metadata: {
            description: "Location for all resources.",
          },
          type: "string",
        },
      },
      resources: [
        {
          apiVersion: "2022-09-01",
          location: "[parameters('location')]",
          name: "[parameters('container_group_name')]",
          properties: {
            containers: [
              {
                name: "[parameters('container_name')]",
                properties: {
                  image: "{{ image }}",
                  command: "{{ command }}",
                  resources: {
                    requests: {
                      cpu: "{{ cpu }}",
                      memoryInGB: "{{ memory }}",
                    },
                  },
                  environmentVariables: [],
                },
              },
            ],
            osType: "Linux",
            restartPolicy: "Never",
          },
          type: "Microsoft.ContainerInstance/containerGroups",
        },
      ],
    },
    keep_container_group: "{{ keep_container_group }}",
  },
  variables: {
    properties: {
      ...commonVariables({
        name: "What the name of the container group begins with.",
        labels: "Tags of the container group.",
      }),
      image: {
        type: "string",
        title: "Image",
        description: "The image to run. Without one, the runner image is used.",
      },
      resource_group_name: {
        type: "string",
        title: "Azure Resource Group Name",
        description: "The resource group in which container groups are made.",
      },
      subscription_id: {
        format: "password",
        type: "string",
        writeOnly: true,
        title: "Azure Subscription ID",
        description: "The subscription of the resource group.",
      },
      identities: {
        anyOf: [
          {
            items: {
              type: "string",
            },
            type: "array",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "Identities",
        description: "Resource ids of user-assigned identities that the container group is given.",
      },
      entrypoint: {
        anyOf: [
          {
            type: "string",
          },
          {
            type: "null",
          },
        ],
        default: "/opt/prefect/entrypoint.sh",
        title: "Entrypoint",
        description:
          "What is put before the command, as a container group replaces the entry point of its image. Empty: nothing.",
      },
      image_registry: {
        anyOf: [
          {
            $ref: "#/definitions/ACRManagedIdentity",
          },
          {
            $ref: "#/definitions/DockerRegistryCredentials",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "Image Registry (Optional)",
        description: "The login, or the managed identity, for the registry of the image.",
      },
      cpu: {
        default: 1.0,
        type: "number",
        title: "CPU",
        description: "Processors of the container.",
      },
      gpu_count: optionalVariable("integer", "GPU Count", "How many GPUs the container is given; with a GPU SKU."),
      gpu_sku: optionalVariable("string", "GPU SKU", "The kind of GPU, such as V100."),
      memory: {
        default: 1.0,
        type: "number",
        title: "Memory",
        description: "Memory of the container in GB, a multiple of 0.1.",
      },
      subnet_ids: {
        anyOf: [
          {
            items: {
              type: "string",
            },
            type: "array",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "Subnet IDs",
        description: "Resource ids of the subnets that the container group joins.",
      },
      dns_servers: {
        anyOf: [
          {
            items: {
              type: "string",
            },
            type: "array",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "DNS Servers",
        description: "Name servers of the container group; needs a subnet.",
      },
      aci_credentials: {
        $ref: "#/definitions/AzureContainerInstanceCredentials",
        title: "Aci Credentials",
        description: "Credentials for Azure. Without them, the default chain is used.",
      },
      stream_output: {
        default: false,
        type: "boolean",
        title: "Stream Output",
        description: "Whether output is shown where the run was submitted; only a call's own `false` hides it.",
      },
      task_start_timeout_seconds: {
        default: 240,
        type: "integer",
        title: "Task Start Timeout Seconds",
        description: "How long the container may take to start, in seconds.",
      },
      task_watch_poll_interval: {
        default: 5.0,
        type: "number",
        title: "Task Watch Poll Interval",
        description: "Seconds between two looks at a container group.",
      },
      keep_container_group: {
        default: false,
        type: "boolean",
        title: "Keep Container Group",
        description: "Whether the ended container group is stopped instead of deleted.",
      },
    },
    required: ["resource_group_name", "subscription_id"],
    type: "object",
    definitions: {
      ACRManagedIdentity: {
        properties: {
          registry_url: {
            type: "string",
          },
          identity: {
            type: "string",
          },
        },
        required: ["registry_url", "identity"],
        type: "object",
      },
      AzureContainerInstanceCredentials: {
        block_schema_references: {},
        block_type_slug: "azure-container-instance-credentials",
        properties: {},
        secret_fields: ["client_secret"],
        type: "object",
      },
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
  },
};
