import { commonVariables, optionalVariable, type BaseJobTemplate, type JsonObject } from "prefect-core/provider";

/** An optional variable whose type takes more words than its name. */
function optionalOf(schema: JsonObject, title: string, description: string, examples: JsonObject = {}): JsonObject {
  return { anyOf: [schema, { type: "null" }], default: null, ...examples, title, description };
}

/** The base job template of Prefect's own Vertex AI worker (Prefect 3.8), so that pools of either edition are alike. */
export const vertexAiJobTemplate: BaseJobTemplate = {
  job_configuration: {
    command: "{{ command }}",
    env: "{{ env }}",
    labels: "{{ labels }}",
    name: "{{ name }}",
    region: "{{ region }}",
    credentials: "{{ credentials }}",
    job_spec: {
      enable_dashboard_access: "{{ enable_dashboard_access }}",
      enable_web_access: "{{ enable_web_access }}",
      maximum_run_time_hours: "{{ maximum_run_time_hours }}",
      network: "{{ network }}",
      reserved_ip_ranges: "{{ reserved_ip_ranges }}",
      scheduling: "{{ scheduling }}",
      service_account_name: "{{ service_account_name }}",
      worker_pool_specs: [
        {
          container_spec: {
            args: [],
            command: "{{ command }}",
            image_uri: "{{ image }}",
          },
          disk_spec: {
            boot_disk_size_gb: "{{ boot_disk_size_gb }}",
            boot_disk_type: "{{ boot_disk_type }}",
          },
          machine_spec: {
            accelerator_count: "{{ accelerator_count }}",
            accelerator_type: "{{ accelerator_type }}",
            machine_type: "{{ machine_type }}",
          },
          replica_count: 1,
        },
      ],
    },
    job_watch_poll_interval: "{{ job_watch_poll_interval }}",
  },
  variables: {
    properties: {
      ...commonVariables({
        name: "What the display name of the custom job begins with.",
        labels: "Labels of the custom job.",
      }),
      region: {
        examples: ["us-central1"],
        type: "string",
        title: "Region",
        description: "The region of Google Cloud in which the custom job runs.",
      },
      image: {
        examples: ["gcr.io/your-project/your-repo:latest"],
        type: "string",
        title: "Image Name",
        description: "The image to run, in Artifact Registry or Docker Hub. Without one, the runner image is used.",
      },
      credentials: {
        anyOf: [{ $ref: "#/definitions/GcpCredentials" }, { type: "null" }],
        title: "GCP Credentials",
        description: "Credentials for Google Cloud. Without them, the default ones are used.",
      },
      machine_type: {
        default: "n1-standard-4",
        type: "string",
        title: "Machine Type",
        description: "The machine that the custom job runs on.",
      },
      accelerator_type: {
        ...optionalVariable("string", "Accelerator Type", "The kind of GPU or TPU; must suit the machine type."),
        examples: ["NVIDIA_TESLA_K80"],
      },
      accelerator_count: {
        ...optionalVariable("integer", "Accelerator Count", "How many accelerators the machine has."),
        examples: [1],
      },
      boot_disk_type: {
        default: "pd-ssd",
        type: "string",
        title: "Boot Disk Type",
        description: "pd-ssd or pd-standard.",
      },
      boot_disk_size_gb: {
        default: 100,
        type: "integer",
        title: "Boot Disk Size (GB)",
        description: "Size of the boot disk in GB.",
      },
      maximum_run_time_hours: {
        default: 1,
        type: "integer",
        title: "Maximum Run Time (Hours)",
        description: "After so many hours Vertex AI ends the custom job.",
      },
      network: optionalVariable(
        "string",
        "Network",
        "The VPC network that the custom job is peered with: projects/NUMBER/global/networks/NAME.",
      ),
      reserved_ip_ranges: optionalOf(
        { items: { type: "string" }, type: "array" },
        "Reserved IP Ranges",
        "Names of the reserved ranges of the network that the custom job may use.",
      ),
      scheduling: optionalOf(
        { additionalProperties: true, type: "object" },
        "Scheduling Options",
        "How the custom job is scheduled: strategy, max_wait_duration and further fields of Vertex AI's Scheduling.",
        { examples: [{ scheduling: { max_wait_duration: "1800s", strategy: "FLEX_START" } }] },
      ),
      service_account_name: optionalVariable(
        "string",
        "Service Account Name",
        "The service account that the flow runs as. Without one, that of the credentials, else Vertex AI's own.",
      ),
      enable_web_access: {
        default: false,
        examples: [true],
        type: "boolean",
        title: "Enable Web Access",
        description: "Whether an interactive shell into the running container is offered.",
      },
      enable_dashboard_access: {
        default: false,
        examples: [true],
        type: "boolean",
        title: "Enable Dashboard Access",
        description: "Whether the dashboard of the running container is offered.",
      },
      job_watch_poll_interval: {
        default: 5.0,
        type: "number",
        title: "Poll Interval (Seconds)",
        description: "Seconds between two looks at a custom job.",
      },
    },
    required: ["region", "image"],
    type: "object",
    definitions: {
      GcpCredentials: {
        block_schema_references: {},
        block_type_slug: "gcp-credentials",
        properties: {
          service_account_file: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
          service_account_info: {
            anyOf: [{ additionalProperties: true, type: "object" }, { type: "null" }],
            default: null,
          },
          project: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
        },
        secret_fields: ["service_account_info.*"],
        type: "object",
      },
    },
  },
};
