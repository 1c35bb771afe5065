/** The bounds of an import as the desk has them. */

/** Bytes of one part of a file. */
export const ROADS_PART_BYTES_MAX = 2 * 1024 * 1024;
/** Files of one import. */
export const ROADS_FILES_MAX = 2;
