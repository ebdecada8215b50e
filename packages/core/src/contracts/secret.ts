/** A variable of the submitter's own environment, read when a run is submitted. */
export interface EnvironmentSecret {
  readonly source: "env";
  readonly name: string;
}

/** A block, or a field of one, read from the control plane when a run is submitted. */
export interface BlockSecret {
  readonly source: "block";
  /** `<block type>/<block name>`, and for a block of several fields a further `/<field>`. */
  readonly block: string;
}

/** A secret that the submitter looks up, and that therefore works on every platform. */
export type SubmitterSecret = EnvironmentSecret | BlockSecret;

/** A key of a Secret in the namespace of the Job; the cluster hands it to the flow, and the submitter never sees it. */
export interface KubernetesSecret {
  readonly source: "kubernetes";
  readonly name: string;
  readonly key: string;
}

/** A secret of Secrets Manager or a parameter of SSM; ECS hands it to the flow, and the submitter never sees it. */
export interface AwsSecret {
  readonly source: "aws";
  /** Of a secret, with a JSON key where wanted (`...:secret:name-AbCdEf:key::`), or of a parameter. */
  readonly arn: string;
}

/** A secret of Secret Manager; Google Cloud hands it to the flow, and the submitter never sees it. */
export interface GcpSecret {
  readonly source: "gcp";
  /** `NAME` in the job's own project, or `projects/PROJECT/secrets/NAME`, with `/versions/VERSION` for another than the latest. */
  readonly resource: string;
}

/** A secret that one platform keeps and gives to what runs there. */
export type PlatformSecret = KubernetesSecret | AwsSecret | GcpSecret;

/** Whatever the `secrets` of a decorator can name. */
export type SecretReference = SubmitterSecret | PlatformSecret;
