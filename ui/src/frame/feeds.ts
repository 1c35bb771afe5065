/** What the sheet of feeds says of each, apart from how it is drawn. */
import type { Dialect, FeedStatus, PanelDuty } from "../contract";

/** How a feed is: the worst that is true of it. */
export type FeedLook = "down" | "quiet" | "silent_devices" | "up";

/** A feed of devices that has brought nothing for so long is looked at, before its period is known. */
const QUIET_MS = 10 * 60_000;
/** Bytes in one group of hexadecimal digits. */
const GROUP_BYTES = 4;

/** How long a feed of devices may say nothing: as long as one of its devices may. */
export function quietAfterMs(feed: FeedStatus): number {
  const seconds = feed.devices?.silentAfterS ?? 0;
  return seconds > 0 ? seconds * 1_000 : QUIET_MS;
}

export function lookOf(feed: FeedStatus, now: number): FeedLook {
  if (!feed.up) return "down";
  if (feed.devices !== null) {
    // What was started a moment ago has not been quiet yet.
    const since = feed.lastMessageAt ?? feed.firstTryAt;
    if (since !== null && now - since >= quietAfterMs(feed)) return "quiet";
    if (feed.devices.silent > 0) return "silent_devices";
  }
  return "up";
}

const WORST: readonly FeedLook[] = ["down", "quiet", "silent_devices", "up"];

/** The worst first, the one that was heard longest ago before the others. */
export function worstFirst(feeds: readonly FeedStatus[], now: number): FeedStatus[] {
  const rank = (feed: FeedStatus) => WORST.indexOf(lookOf(feed, now));
  return [...feeds].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.lastMessageAt ?? 0) - (b.lastMessageAt ?? 0) ||
      a.name.localeCompare(b.name),
  );
}

/** How far a clock is off, and which way; null where it is right by the desk's bound. */
export function clockOff(offsetMs: number, boundS: number): { ahead: boolean; byMs: number } | null {
  const byMs = Math.abs(offsetMs);
  return byMs <= boundS * 1_000 ? null : { ahead: offsetMs > 0, byMs };
}

/** Whether a station speaks otherwise than its standard says. */
export function departs(station: Dialect): boolean {
  return station.crc !== "standard" || station.tolerated.length > 0;
}

/** Where a duty check stands. */
export type DutyLook = "unsent" | "waiting" | "unreached" | "unconfirmed" | "missed" | "answered";

export function dutyLook(duty: PanelDuty, now: number): DutyLook {
  if (duty.answeredAt !== null) return "answered";
  const over = now >= duty.dueAt;
  if (duty.sentAt === null) return over ? "unreached" : "unsent";
  if (!over) return "waiting";
  return duty.confirmedAt === null ? "unconfirmed" : "missed";
}

/** Its time is over and nothing came of it, whatever the reason. */
export function isMissed(look: DutyLook): boolean {
  return look === "unreached" || look === "unconfirmed" || look === "missed";
}

/** `7e0200001a` as `7e 02 00 00  1a`: bytes apart, four in a group. */
export function hexGroups(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += GROUP_BYTES) {
    groups.push(bytes.slice(at, at + GROUP_BYTES).join(" "));
  }
  return groups.join("  ");
}
