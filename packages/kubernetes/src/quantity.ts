const pattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;

/** Whether a text is a quantity as Kubernetes writes it: `500m`, `1.5`, `16Gi`, `1e3`. */
export function isQuantity(text: string): boolean {
  return pattern.test(text);
}
