/** Steps that more than one journey takes, each by the keyboard and each waited for. */
import assert from "node:assert/strict";
import { until } from "./driver.mjs";
import { cap } from "./messages.mjs";

export const LEADER = "演练带班甲";
export const OFFICER = "演练值班乙";
/** The drop folder is looked into every two seconds. */
const TAKEN_MS_MAX = 20_000;
/** Going to an alert asks the desk once. */
const GO_MS_MAX = 5_000;
/** Alerts of the night that may stand before ours. */
const OTHERS_MAX = 5;
/** Presses of Tab until something has the focus, at most. */
const TABS_MAX = 120;
/** The made teams of the exercise answer about 20 s after an order. */
export const ANSWERED_MS_MAX = 90_000;

/** Names who is on watch in the dialog that opens by itself. */
export async function startDuty(desk) {
  await desk.focus("dialog");
  await desk.window.type(LEADER);
  await desk.window.press("Tab");
  await desk.window.type(OFFICER);
  await desk.window.press("Ctrl+Enter");
  await until("the duty is written", 10_000, async () => {
    const { duty } = await desk.call("status", {});
    return duty.leader === LEADER;
  });
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
}

export function alerts(desk, text = "", section = "open") {
  return desk.call("alerts", { section, text, offset: 0, limit: 100 });
}

/** The row of an alert that came in, by a part of its headline. */
export function arrived(desk, headline) {
  return until(`an alert "${headline.slice(0, 40)}" came in`, TAKEN_MS_MAX, async () => {
    for (const section of ["open", "not_actual"]) {
      const { rows } = await alerts(desk, "", section);
      const row = rows.find((one) => one.headline.includes(headline));
      if (row !== undefined) return row;
    }
    return undefined;
  });
}

/**
 * Goes to the highest alert by `F2`, and on by `Shift+F2` while another one of the exercise's night
 * stands before it. Of several headlines any will do.
 */
export async function goHighest(desk, ...headlines) {
  const wanted = headlines.flat();
  const there = () =>
    desk.window.run(
      (words) =>
        document.activeElement?.getAttribute("role") === "grid" &&
        words.some((one) => document.querySelector(".row.active")?.textContent.includes(one)),
      wanted,
    );
  await desk.window.press("F2");
  for (let others = 0; others < OTHERS_MAX; others += 1) {
    try {
      return await until(`"${wanted[0]}" is the open row`, GO_MS_MAX, there);
    } catch {
      await desk.window.press("Shift+F2");
    }
  }
  return until(`"${wanted[0]}" is the open row`, GO_MS_MAX, there);
}

/** From an unacknowledged alert to an open incident: `F2 A N Ctrl+Enter`. */
export async function raise(desk, headline) {
  await goHighest(desk, headline);
  await desk.window.press("A");
  await until("the alert is acknowledged", 10_000, async () => {
    const { rows } = await alerts(desk);
    return rows.find((row) => row.headline.includes(headline))?.acknowledged;
  });
  await desk.window.press("N");
  await desk.focus("dialog");
  await desk.window.press("Ctrl+Enter");
  const incident = await until("the incident is open", 10_000, async () => {
    const rows = await desk.call("incidents", {});
    return rows.find((row) => row.title.includes(headline));
  });
  await desk.focus('[data-scope~="incident"]');
  return incident;
}

/** Brings one more alert in and opens its incident. */
export async function incidentOf(desk, headline, fields = {}) {
  await desk.drop(cap({ identifier: `JOURNEY-${headline}`, headline, ...fields }));
  await arrived(desk, headline);
  return raise(desk, headline);
}

/** Writes a line into the duty log: `Alt+N`, the text, Enter. */
export async function note(desk, text) {
  await desk.window.press("Alt+N");
  await desk.focus(".log");
  await desk.window.type(text);
  await desk.window.press("Enter");
  await until("the note is written", 10_000, async () => {
    const lines = await timeline(desk, "duty", "duty");
    return lines.some((line) => noteOf(line) === text);
  });
}

export function noteOf(line) {
  return line.kind.includes("note") ? line.body.text : undefined;
}

/** Lines of the log, newest first. */
export function timeline(desk, entityKind = "", entity = "") {
  return desk.call("timeline", { entityKind, entity, before: 0, limit: 500 });
}

/** The console's link is live and nothing waits to go. */
export function drained(desk, deadlineMs) {
  return until("the link is live and the outbox is empty", deadlineMs, async () => {
    const { link } = await desk.call("status", {});
    return link.phase === "live" && link.outbox === 0;
  });
}

/** Goes on by Tab until what the selector names has the focus. */
export async function tabTo(desk, selector) {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    const there = await desk.window.run((wanted) => document.activeElement?.matches(wanted), selector);
    if (there) return;
    await desk.window.press("Tab");
  }
  assert.fail(`${selector} is not reached by Tab`);
}

/** Every event of a list once. */
export function assertOnce(events, what) {
  assert.equal(new Set(events).size, events.length, `${what}: an event stands twice`);
}
