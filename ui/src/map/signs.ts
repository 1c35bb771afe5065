/** Names of the pictures of teams. A team bears one sign for what it can do first of all. */

export const TEAM_LOOKS = ["plain", "busy", "unsure"] as const;
export type TeamLook = (typeof TEAM_LOOKS)[number];

/** What a team of an unlisted capability bears. */
export const OTHER_TEAM = "other";

/** Capabilities that have a sign of their own. */
const SIGNED: readonly string[] = [
  "command",
  "rescue",
  "firefighting",
  "hazmat",
  "water_rescue",
  "drainage",
  "engineering",
  "medical",
  "police",
  "traffic",
  "evacuation",
  "shelter",
  "environment",
  "expert",
  "power",
  "gas",
  "communications",
  "construction",
  "pipeline",
  "water",
];

/** The picture of a team. */
export function teamPicture(capability: string, look: TeamLook): string {
  return `team-${SIGNED.includes(capability) ? capability : OTHER_TEAM}-${look}`;
}
