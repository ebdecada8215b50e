/** A part that a run uses is written again once it is this old, so that its age tells when it was last needed. */
export const PART_REFRESH_MILLISECONDS: number = 24 * 3_600_000;

/** How long a process relies on having seen a part in storage. */
export const PART_KNOWN_MILLISECONDS: number = 12 * 3_600_000;

/**
 * The least age of what clean-up removes: above the other two together, so that no part goes that a submitter has just
 * seen and whose manifest is not yet written.
 */
export const MINIMUM_RETENTION_DAYS = 2;
