/** Lengths of time, in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Typing pauses this long before a list is asked again. */
export const TYPING_MS = 120;

/** By how much the clocks of the district are ahead of UTC: China has one time zone and no summer time. */
export const CHINA_AHEAD_MS = 8 * HOUR_MS;
