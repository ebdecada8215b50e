/** The release of Prefect whose API, blocks and stored formats these are. */
export const prefectRelease = "3.8.8";
