import { commonVariables, optionalVariable, type BaseJobTemplate } from "prefect-core/provider";
import { gcpCredentialsModel } from "../blocks/gcp-credentials-type.ts";

const secretSelector = (title: string, description: string) => ({
  anyOf: [{ $ref: "#/definitions/SecretKeySelector" }, { type: "null" }],
  default: null,
  title,
  description,
});

/** The base job template of Prefect's own Cloud Run V2 worker (Prefect 3.8), so that pools of either edition are alike. */
export const cloudRunJobTemplate: BaseJobTemplate = {
  job_configuration: {
    command: "{{ command }}",
    env: "{{ env }}",
    labels: "{{ labels }}",
    name: "{{ name }}",
    credentials: "{{ credentials }}",
    env_from_secrets: "{{ env_from_secrets }}",
    prefect_api_key_secret: "{{ prefect_api_key_secret }}",
    prefect_api_auth_string_secret: "{{ prefect_api_auth_string_secret }}",
    cloudsql_instances: "{{ cloudsql_instances }}",
    job_body: {
      client: "prefect",
      launchStage: "{{ launch_stage }}",
      template: {
        template: {
          containers: [
            {
              args: "{{ args }}",
              command: "{{ command }}",
              env: [],
              image: "{{ image }}",
              resources: { limits: { cpu: "{{ cpu }}", memory: "{{ memory }}" } },
            },
          ],
          maxRetries: "{{ max_retries }}",
          serviceAccount: "{{ service_account_name }}",
          timeout: "{{ timeout }}",
          vpcAccess: { connector: "{{ vpc_connector_name }}" },
        },
      },
    },
    keep_job: "{{ keep_job }}",
    region: "{{ region }}",
    timeout: "{{ timeout }}",
  },
  variables: {
    properties: {
      ...commonVariables({
        name: "Name of the job for people; may hold {{ ctx.flow.name }} and its kin.",
        labels: "Labels of job and execution, beside those that name the run.",
      }),
      credentials: {
        $ref: "#/definitions/GcpCredentials",
        title: "GCP Credentials",
        description: "A block with the credentials and project to use. Default: Application Default Credentials.",
      },
      region: { default: "us-central1", type: "string", title: "Region", description: "Where jobs run." },
      image: {
        anyOf: [{ type: "string" }, { type: "null" }],
        default: "prefecthq/prefect:3-latest",
        title: "Image",
        description: "The image of the container. One of Prefect's Python images stands for the runner image.",
      },
      args: {
        items: { type: "string" },
        type: "array",
        title: "Arguments",
        description: "Words after the command. The command of a run is made whole for each.",
      },
      env_from_secrets: {
        additionalProperties: { $ref: "#/definitions/SecretKeySelector" },
        examples: [{ ENV_VAR_NAME: { secret: "SECRET_NAME", version: "latest" } }],
        type: "object",
        title: "Environment Variables from Secrets",
        description: "Secrets of Secret Manager by the variable that the flow finds each in.",
      },
      prefect_api_key_secret: {
        ...secretSelector("Prefect API Key Secret", "Secret that holds PREFECT_API_KEY."),
        examples: [{ secret: "prefect-api-key", version: "latest" }],
      },
      prefect_api_auth_string_secret: {
        ...secretSelector("Prefect API Auth String Secret", "Secret that holds PREFECT_API_AUTH_STRING."),
        examples: [{ secret: "prefect-api-auth-string", version: "latest" }],
      },
      cloudsql_instances: {
        anyOf: [{ items: { type: "string" }, type: "array" }, { type: "null" }],
        examples: ["project:region:instance-id"],
        title: "Cloud SQL Instances",
        description: "Instances whose sockets are found below /cloudsql.",
      },
      keep_job: {
        default: false,
        type: "boolean",
        title: "Keep Job After Completion",
        description: "Whether the ended job stays until its run has expired.",
      },
      launch_stage: {
        default: "BETA",
        enum: [
          "ALPHA",
          "BETA",
          "GA",
          "DEPRECATED",
          "EARLY_ACCESS",
          "PRELAUNCH",
          "UNIMPLEMENTED",
          "LAUNCH_TAG_UNSPECIFIED",
        ],
        type: "string",
        title: "Launch Stage",
        description: "How mature a feature may be that the job uses.",
      },
      max_retries: {
        default: 0,
        type: "integer",
        title: "Max Retries",
        description: "How often Cloud Run itself starts a failed task anew.",
      },
      cpu: { default: "1000m", type: "string", title: "CPU", description: "Processors of the container." },
      memory: {
        default: "512Mi",
        examples: ["512Mi"],
        pattern: "^\\d+(?:G|Gi|M|Mi)$",
        type: "string",
        title: "Memory",
        description: "Memory of the container.",
      },
      timeout: {
        default: 600,
        exclusiveMinimum: 0,
        maximum: 604_800,
        type: "integer",
        title: "Job Timeout",
        description: "Seconds after which Cloud Run ends the task.",
      },
      vpc_connector_name: optionalVariable(
        "string",
        "VPC Connector Name",
        "A Serverless VPC Access connector through which the task reaches a network.",
      ),
      service_account_name: {
        ...optionalVariable("string", "Service Account Name", "The account that the flow runs as."),
        examples: ["service-account@example.iam.gserviceaccount.com"],
      },
    },
    type: "object",
    definitions: {
      GcpCredentials: gcpCredentialsModel,
      SecretKeySelector: {
        properties: {
          secret: { type: "string", title: "Secret" },
          version: { type: "string", title: "Version" },
        },
        required: ["secret", "version"],
        type: "object",
      },
    },
  },
};
