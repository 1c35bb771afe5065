/** A position that somebody says, by telephone or radio. */
import type { position as source } from "../zh-CN/position";

export const position: typeof source = {
  title: "Position by voice",
  help: "Where a team says that it is, by telephone or radio; arrivals are reckoned from it, and it is marked “by voice”",
  team: "Team",
  choose: "Choose a team",
  now: "Position as known now",
  unknown: "unknown, reckoned from its base",
  by_device: (age) => `by its device ${age}`,
  by_word: (age) => `by voice ${age}`,
  place: "Where (street, place, site, incident)",
  coordinates: "Coordinates (longitude, latitude, WGS-84)",
  coordinates_bad: "As 117.066, 36.682",
  pick: "Point on the map",
  at: "When it was there (as it stands: now)",
  at_bad: "As 2026-11-27 03:40, and not later than now",
  by: "Who says so",
  by_hint: "e.g. leader Li, telephone",
  do: "Note the position",
  said: (place, by) => `Position by voice: ${place}${by === "" ? "" : ` (${by})`}`,
  done: (team) => `The position of ${team} is noted; arrivals are reckoned from it`,
};
