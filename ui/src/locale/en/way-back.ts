import type { way_back as zh } from "../zh-CN/way-back";
import { words } from "./words";

/** A length of time in words, hours from an hour and a half on. */
function minutes(ms: number | null): string {
  const n = Math.max(1, Math.round((ms ?? 0) / 60_000));
  return n < 90 ? words.minutes(n) : words.hours(Math.round(n / 60));
}

export const way_back: typeof zh = {
  title: "Way back",
  since: (age) => `for ${age}`,
  until: (at) => `until ${at}`,
  over: (at) => `should be done since ${at}, nobody has said so`,
  open: "nobody has said until when",
  moved: (team, phase, until) => `${team}: ${phase}${until === "" ? "" : `, ${until}`}`,
  choose_team: "Choose a team first in a list, on the map or in the timeline",
  assumed: "Times are the district's settings ([way_back] in desk.toml), to be confirmed",
  against: "To be accounted for before sending",
  against_more: (count) => `${count} more`,
  despite: "Why it is sent all the same",
  despite_hint: "such as: agreed by telephone; danger is urgent, the rest is put off",
  despite_needed: "Teams that need a reason have not been sent: write it and press again",
  sent_despite: (reason) => `Sent all the same: ${reason}`,
  objection: {
    resting: (until) => (until === "" ? "Resting, nobody has said until when" : `Resting until ${until}`),
    rest_owed: (until) => `Owed a rest until ${until} by its own rule`,
    over_shift: (since, hours) => `At work since ${since}, longer than a shift of ${hours} h`,
    over_scene: (since, hours) => `At the scene since ${since}, longer than ${hours} h`,
    off_shift: (begins, onCall) =>
      onCall > 0 ? `Off duty until ${begins}; ${onCall} on call can come` : `Off duty until ${begins}, nobody on call`,
    authority: (by, phone) => `${by} has to agree${phone === "" ? "" : ` (${phone})`}`,
    insurance_over: (until) => `Accident insurance of its people ended on ${until}`,
  },
  reason: {
    returning: () => "on its way home, turns round where it is",
    restocking: (n) => `restocks for ${minutes(n)} more`,
    restocking_over: () => "should have restocked, ask first",
    restocking_open: () => "restocks, nobody said until when, ask first",
    cleaning: (n) => `cleans for ${minutes(n)} more`,
    cleaning_over: () => "should have cleaned, ask first",
    cleaning_open: () => "cleans, nobody said until when, ask first",
    rest_over: () => "its rest is over, ask first",
    resting: (n) => (n === null ? "▲ rests, nobody said until when" : `▲ rests for ${minutes(n)} more`),
    rest_owed: (n) => `▲ owed a rest for ${minutes(n)} more`,
    over_shift: (n, w) => `▲ at work for ${minutes(n)}, a shift is ${w} h`,
    over_scene: (n, w) => `▲ at the scene for ${minutes(n)}, ${w} h are allowed`,
    off_shift: (n, w) => `▲ off duty for ${minutes(n)} more, ${w} on call`,
    authority: (_n, w) => `▲ ${w} has to agree`,
    insurance_over: (_n, w) => `▲ accident insurance ended on ${w}`,
  },
};
