/** The export under which every code module holds its flow. */
export const exportName = "$prefectFlow";

/** The oldest Node.js major version that runs what is built. */
export const minimumNodeMajor = 22;
