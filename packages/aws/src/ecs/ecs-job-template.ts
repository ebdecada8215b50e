import { commonVariables, optionalVariable, type BaseJobTemplate } from "prefect-core/provider";

/** The base job template of Prefect's own ECS worker (Prefect 3.8), so that pools of either edition are alike. */
export const ecsJobTemplate: BaseJobTemplate = {
  job_configuration: {
    command: "{{ command }}",
    env: "{{ env }}",
    labels: "{{ labels }}",
    name: "{{ name }}",
    aws_credentials: "{{ aws_credentials }}",
    task_definition: {
      containerDefinitions: [
        {
          image: "{{ image }}",
          name: "{{ container_name }}",
        },
      ],
      cpu: "{{ cpu }}",
      executionRoleArn: "{{ execution_role_arn }}",
      family: "{{ family }}",
      memory: "{{ memory }}",
    },
    task_run_request: {
      capacityProviderStrategy: "{{ capacity_provider_strategy }}",
      cluster: "{{ cluster }}",
      launchType: "{{ launch_type }}",
      overrides: {
        containerOverrides: [
          {
            command: "{{ command }}",
            cpu: "{{ cpu }}",
            environment: "{{ env }}",
            memory: "{{ memory }}",
            name: "{{ container_name }}",
          },
        ],
        cpu: "{{ cpu }}",
        memory: "{{ memory }}",
        taskRoleArn: "{{ task_role_arn }}",
      },
      tags: "{{ labels }}",
      taskDefinition: "{{ task_definition_arn }}",
    },
    configure_cloudwatch_logs: "{{ configure_cloudwatch_logs }}",
    cloudwatch_logs_options: "{{ cloudwatch_logs_options }}",
    cloudwatch_logs_prefix: "{{ cloudwatch_logs_prefix }}",
    network_configuration: "{{ network_configuration }}",
    stream_output: false,
    task_start_timeout_seconds: 0,
    task_watch_poll_interval: 0,
    auto_deregister_task_definition: "{{ auto_deregister_task_definition }}",
    vpc_id: "{{ vpc_id }}",
    container_name: "{{ container_name }}",
    cluster: "{{ cluster }}",
    match_latest_revision_in_family: "{{ match_latest_revision_in_family }}",
    prefect_api_key_secret_arn: "{{ prefect_api_key_secret_arn }}",
    prefect_api_auth_string_secret_arn: "{{ prefect_api_auth_string_secret_arn }}",
    execution_role_arn: "{{ execution_role_arn }}",
  },
  variables: {
    properties: {
      ...commonVariables({
        name: "The task's tag Name, for people; may hold {{ ctx.flow.name }} and its kin.",
        labels: "Tags of the task, beside those that name the run.",
      }),
      task_definition_arn: optionalVariable(
        "string",
        "Task Definition Arn",
        "An existing task definition to use as it is. Image, CPU, memory, roles, logs and secrets are then its own.",
      ),
      aws_credentials: {
        $ref: "#/definitions/AwsCredentials",
        title: "AWS Credentials",
        description: "A block with the credentials and region to use. Default: AWS's default chain.",
      },
      cluster: optionalVariable("string", "Cluster", "Name or ARN of the cluster. Default: the cluster named default."),
      family: optionalVariable(
        "string",
        "Family",
        "Family of the task definitions. Default: one of its own for pool and flow.",
      ),
      launch_type: {
        default: "FARGATE",
        enum: ["FARGATE", "EC2", "EXTERNAL", "FARGATE_SPOT"],
        type: "string",
        title: "Launch Type",
        description: "What runs the task; a capacity provider strategy takes its place.",
      },
      capacity_provider_strategy: {
        items: {
          $ref: "#/definitions/CapacityProvider",
        },
        type: "array",
        title: "Capacity Provider Strategy",
        description: "Capacity providers to use instead of a launch type.",
      },
      image: optionalVariable(
        "string",
        "Image",
        "Container image. Default: the runner image. An image of your own needs the runner; see docs/images.md.",
      ),
      cpu: optionalVariable("integer", "CPU", "CPU units, 1024 of which are one processor. Default: 1024."),
      memory: optionalVariable("integer", "Memory", "Memory in MiB. Default: 2048."),
      container_name: optionalVariable(
        "string",
        "Container Name",
        "Container of the task definition that runs the flow. Default: prefect.",
      ),
      prefect_api_key_secret_arn: optionalVariable(
        "string",
        "Prefect API Key Secret ARN",
        "Secret of Secrets Manager or parameter of SSM that holds PREFECT_API_KEY.",
      ),
      prefect_api_auth_string_secret_arn: optionalVariable(
        "string",
        "Prefect API Auth String Secret ARN",
        "Secret of Secrets Manager or parameter of SSM that holds PREFECT_API_AUTH_STRING.",
      ),
      task_role_arn: optionalVariable("string", "Task Role ARN", "Role of the flow: what it may do in AWS."),
      execution_role_arn: optionalVariable(
        "string",
        "Execution Role ARN",
        "Role of ECS itself, which pulls images, reads secrets and writes logs.",
      ),
      vpc_id: optionalVariable("string", "VPC ID", "VPC whose subnets the task may use. Default: the default VPC."),
      configure_cloudwatch_logs: optionalVariable(
        "boolean",
        "Configure CloudWatch Logs",
        "Whether the container's output goes to CloudWatch, from where it is shown. Needs an execution role.",
      ),
      cloudwatch_logs_options: {
        additionalProperties: {
          type: "string",
        },
        type: "object",
        title: "CloudWatch Logs Options",
        description: "Further options of the awslogs driver.",
      },
      cloudwatch_logs_prefix: optionalVariable(
        "string",
        "CloudWatch Logs Prefix",
        "What the names of log streams begin with.",
      ),
      network_configuration: {
        additionalProperties: true,
        type: "object",
        title: "Network Configuration",
        description: "awsvpcConfiguration of the task: subnets, securityGroups, assignPublicIp. Needs a VPC ID.",
      },
      auto_deregister_task_definition: {
        default: false,
        type: "boolean",
        title: "Auto Deregister Task Definition",
        description: "Whether the task definition is deregistered once the run has ended.",
      },
      match_latest_revision_in_family: {
        default: false,
        type: "boolean",
        title: "Match Latest Revision In Family",
        description: "Has no effect: an equal latest revision is always used again.",
      },
    },
    type: "object",
    definitions: {
      AwsCredentials: {
        block_schema_references: {},
        block_type_slug: "aws-credentials",
        properties: {},
        secret_fields: [],
        type: "object",
      },
      CapacityProvider: {
        properties: {
          capacityProvider: {
            type: "string",
          },
          weight: {
            type: "integer",
          },
          base: {
            type: "integer",
          },
        },
        required: ["capacityProvider", "weight", "base"],
        type: "object",
      },
    },
  },
};
