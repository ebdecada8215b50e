/** What a run needs, in the same words on every platform; each takes what it can and refuses what it cannot. */
export interface Resources {
  /** CPU cores; fractions such as 0.5 where the platform has them. */
  readonly cpu?: number;
  /** `"16Gi"`, `"512Mi"`, `"2G"`: a number with one of Kubernetes' suffixes, or bytes without one. */
  readonly memory?: string;
  /** Number of GPUs. */
  readonly gpu?: number;
}
