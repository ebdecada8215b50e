import { commonVariables, optionalVariable, type BaseJobTemplate } from "prefect-core/provider";

/** The base job template of Prefect's own Kubernetes worker (Prefect 3.8), so that pools of either edition are alike. */
export const kubernetesJobTemplate: BaseJobTemplate = {
  job_configuration: {
    command: "{{ command }}",
    env: "{{ env }}",
    labels: "{{ labels }}",
    name: "{{ name }}",
    annotations: "{{ annotations }}",
    namespace: "{{ namespace }}",
    job_manifest: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        annotations: "{{ annotations }}",
        generateName: "{{ name }}-",
        labels: "{{ labels }}",
        namespace: "{{ namespace }}",
      },
      spec: {
        backoffLimit: "{{ backoff_limit }}",
        template: {
          spec: {
            completions: 1,
            containers: [
              {
                args: "{{ command }}",
                env: "{{ env }}",
                image: "{{ image }}",
                imagePullPolicy: "{{ image_pull_policy }}",
                name: "prefect-job",
                resources: {
                  limits: {
                    cpu: "{{ cpu_limit }}",
                    memory: "{{ memory_limit }}",
                  },
                  requests: {
                    cpu: "{{ cpu_request }}",
                    memory: "{{ memory_request }}",
                  },
                },
              },
            ],
            parallelism: 1,
            restartPolicy: "Never",
            serviceAccountName: "{{ service_account_name }}",
          },
        },
        ttlSecondsAfterFinished: "{{ finished_job_ttl }}",
      },
    },
    cluster_config: "{{ cluster_config }}",
    job_watch_timeout_seconds: "{{ job_watch_timeout_seconds }}",
    pod_watch_timeout_seconds: "{{ pod_watch_timeout_seconds }}",
    stream_output: "{{ stream_output }}",
  },
  variables: {
    properties: {
      ...commonVariables({
        name: "Name of the Job; may hold {{ ctx.flow.name }} and its kin.",
        labels: "Labels of the Job and its pod.",
      }),
      annotations: {
        additionalProperties: {
          type: "string",
        },
        type: "object",
        title: "Annotations",
        description: "Annotations of the Job and its pod.",
      },
      namespace: {
        default: "default",
        type: "string",
        title: "Namespace",
        description: "The namespace of the Job.",
      },
      image: {
        anyOf: [
          {
            type: "string",
          },
          {
            type: "null",
          },
        ],
        default: null,
        examples: ["docker.io/prefecthq/prefect:3-latest"],
        title: "Image",
        description: "The image to run. Without one, the runner image is used.",
      },
      service_account_name: optionalVariable("string", "Service Account Name", "The service account of the pod."),
      image_pull_policy: {
        default: "IfNotPresent",
        enum: ["IfNotPresent", "Always", "Never"],
        type: "string",
        title: "Image Pull Policy",
        description: "When the image is pulled.",
      },
      backoff_limit: {
        default: 0,
        minimum: 0,
        type: "integer",
        title: "Backoff Limit",
        description: "How many times the cluster replaces a pod that failed.",
      },
      finished_job_ttl: optionalVariable(
        "integer",
        "Finished Job TTL",
        "Seconds for which the ended Job is kept. Without it, the Job is removed with its run's end.",
      ),
      job_watch_timeout_seconds: optionalVariable("integer", "Job Watch Timeout Seconds", "Has no effect."),
      pod_watch_timeout_seconds: {
        default: 60,
        type: "integer",
        title: "Pod Watch Timeout Seconds",
        description: "Has no effect.",
      },
      stream_output: {
        default: true,
        type: "boolean",
        title: "Stream Output",
        description: "Has no effect.",
      },
      cluster_config: {
        anyOf: [
          {
            $ref: "#/definitions/KubernetesClusterConfig",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "Cluster Config",
        description: "The cluster: a kubernetes-cluster-config block. Without one, that of the process.",
      },
      cpu_request: optionalVariable("string", "CPU Request", "CPUs that the pod is given, such as 500m."),
      cpu_limit: optionalVariable("string", "CPU Limit", "CPUs that the pod may use at most."),
      memory_request: optionalVariable("string", "Memory Request", "Memory that the pod is given, such as 256Mi."),
      memory_limit: optionalVariable("string", "Memory Limit", "Memory that the pod may use at most."),
    },
    type: "object",
    definitions: {
      KubernetesClusterConfig: {
        block_schema_references: {},
        block_type_slug: "kubernetes-cluster-config",
        properties: {
          config: {
            additionalProperties: true,
            type: "object",
          },
          context_name: {
            type: "string",
          },
        },
        required: ["config", "context_name"],
        secret_fields: [],
        type: "object",
      },
    },
  },
};
