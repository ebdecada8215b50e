import { EcsApiError, type EcsApiErrorFields } from "./ecs-api-error.ts";

/** The cluster is not there: in this account, and in this region. */
export class ClusterNotFoundError extends EcsApiError {
  readonly cluster: string;

  constructor({ cluster, ...fields }: Omit<EcsApiErrorFields, "hint"> & { cluster: string }) {
    super({
      ...fields,
      hint:
        ` There is no cluster '${cluster}' in ${fields.region}. Create it (\`aws ecs create-cluster --cluster-name ` +
        `${cluster} --region ${fields.region}\`), or name another with \`cluster\` or \`region\`.`,
    });
    this.cluster = cluster;
  }
}
