/** What an officer does to alerts, each with its way back. */
import type { AlertRow, Command, IncidentOpened } from "../../contract";
import type { Desk } from "../../desk.svelte";
import { clockTime } from "../../locale/format";
import { t } from "../../locale/index.svelte";
import type { Besides } from "./raise-form";

/** The rules take this many alerts in one command. */
export const ALERTS_MAX = 500;

/** Gives one command for each alert; true when all were accepted. */
async function each(desk: Desk, ids: readonly string[], of: (id: string) => Command): Promise<boolean> {
  for (const id of ids) {
    if ((await desk.command(of(id))) === null) return false;
  }
  return true;
}

/** Takes an act back by commands of its own: the log only grows. */
function back(desk: Desk, ids: readonly string[], of: (id: string) => Command): () => void {
  return () => {
    void each(desk, ids, of).then((done) => {
      if (done) desk.notices.say("done", t().frame.took_back);
    });
  };
}

const reopen = (alert: string): Command => ({ do: "reopen_alert", alert, note: "" });

export async function acknowledge(desk: Desk, ids: readonly string[], note = ""): Promise<void> {
  for (let first = 0; first < ids.length; first += ALERTS_MAX) {
    const alerts = ids.slice(first, first + ALERTS_MAX);
    if ((await desk.command({ do: "acknowledge_alerts", alerts, note })) === null) return;
  }
  desk.notices.say("done", t().watch.done.acknowledged(ids.length), back(desk, ids, reopen));
}

export async function reopenAlerts(desk: Desk, ids: readonly string[]): Promise<void> {
  if (await each(desk, ids, reopen)) desk.notices.say("done", t().watch.done.reopened);
}

export async function shelve(
  desk: Desk,
  ids: readonly string[],
  until: number,
  reason: string,
): Promise<boolean> {
  const done = await each(desk, ids, (alert) => ({ do: "shelve_alert", alert, until, reason }));
  if (done) {
    const unshelve = back(desk, ids, (alert) => ({ do: "unshelve_alert", alert }));
    desk.notices.say("done", t().watch.done.shelved(clockTime(until)), unshelve);
  }
  return done;
}

export async function unshelve(desk: Desk, alert: string): Promise<void> {
  const receipt = await desk.command({ do: "unshelve_alert", alert });
  if (receipt !== null) desk.notices.say("done", t().watch.done.unshelved);
}

export async function dismiss(desk: Desk, ids: readonly string[], reason: string): Promise<boolean> {
  const done = await each(desk, ids, (alert) => ({ do: "dismiss_alert", alert, reason }));
  if (done) desk.notices.say("done", t().watch.done.dismissed, back(desk, ids, reopen));
  return done;
}

export async function merge(desk: Desk, ids: readonly string[], into: string): Promise<boolean> {
  const done = await each(desk, ids, (alert) => ({ do: "merge_alert", alert, into }));
  if (done) {
    const unmerge = back(desk, ids, (alert) => ({ do: "unmerge_alert", alert }));
    desk.notices.say("done", t().watch.done.merged(ids.length), unmerge);
  }
  return done;
}

export async function unmerge(desk: Desk, alert: string): Promise<void> {
  const receipt = await desk.command({ do: "unmerge_alert", alert });
  if (receipt !== null) desk.notices.say("done", t().watch.done.unmerged);
}

const lowerOne = (alert: string): Command => ({ do: "lower_alert", alert });

export async function lower(desk: Desk, alert: string): Promise<void> {
  const receipt = await desk.command(lowerOne(alert));
  if (receipt !== null) desk.notices.say("done", t().watch.done.lowered);
}

/** The incident that a receipt names. */
function incidentOf(entities: readonly string[]): string | null {
  const named = entities.find((entity) => entity.startsWith("incident:"));
  return named === undefined ? null : named.slice("incident:".length);
}

/** What is known beside the opening: people, a first grade, what was told. Each is its own fact. */
async function addBesides(desk: Desk, incident: string, besides: Besides): Promise<void> {
  const { harm, harmSource, grade, account } = besides;
  if (harm !== null) {
    await desk.command({ do: "report_harm", incident, harm: { harm, source: harmSource } });
  }
  if (grade !== null) {
    const graded = { grade, reason: t().watch.raise.first_grade };
    await desk.command({ do: "grade_incident", incident, graded });
  }
  if (account !== "") await desk.command({ do: "note_incident", incident, note: { text: account } });
}

/** Opens an incident and shows it in Command. */
export async function raise(
  desk: Desk,
  opened: IncidentOpened,
  besides: Besides,
  submission: string | null = null,
): Promise<boolean> {
  const { harm, harmSource: source, account } = besides;
  const receipt = await desk.command(
    submission === null
      ? { do: "open_incident", opened }
      : {
          do: "submission",
          act: "raise",
          submission,
          opened,
          harm: harm === null ? null : { harm, source },
          account,
        },
  );
  if (receipt === null) return false;
  const incident = incidentOf(receipt.entities);
  // What was told goes in with the opening itself; only the grade is a fact of its own.
  const rest = submission === null ? besides : { ...besides, harm: null, account: "" };
  if (incident !== null) await addBesides(desk, incident, rest);
  const undo = async () => {
    if (!(await each(desk, opened.alerts, lowerOne)) || incident === null) return;
    if (submission !== null && (await desk.command({ do: "submission", act: "part", submission })) === null) return;
    const reason = t().watch.raise.undone;
    const closed = await desk.command({ do: "close_incident", incident, reason });
    if (closed !== null) desk.notices.say("done", t().frame.took_back);
  };
  desk.notices.say("done", t().watch.done.raised, () => void undo());
  if (incident !== null) desk.ui.openIncident(incident);
  return true;
}

/** Joins what somebody told to an incident that is open. */
export async function join(desk: Desk, submission: string, incident: string): Promise<boolean> {
  const receipt = await desk.command({ do: "submission", act: "join", submission, incident });
  if (receipt === null) return false;
  desk.notices.say("done", t().submissions.list.joined, back(desk, [submission], (one) => ({ do: "submission", act: "part", submission: one })));
  return true;
}

/** Adds alerts to an incident that is open. */
export async function add(desk: Desk, alerts: string[], incident: string): Promise<boolean> {
  const receipt = await desk.command({ do: "raise_alerts", alerts, incident });
  if (receipt === null) return false;
  desk.notices.say("done", t().watch.done.added, back(desk, alerts, lowerOne));
  return true;
}

/** The kind that the words of an alert suggest; empty when none does. */
export function suggestedKind(text: string): string {
  const hints = Object.entries(t().words.incident_hints);
  return hints.find(([, words]) => words.some((word) => text.includes(word)))?.[0] ?? "";
}

/** Marks of a row in words, the most telling first. */
export function rowMarks(row: AlertRow, now: number): string[] {
  const words = t().watch.row;
  const at = row.atPoint;
  return [
    // What is not live must not look it.
    at?.state == null ? "" : t().points.alarm.short[at.state],
    at !== null && at.point === null ? t().points.unregistered : "",
    row.cancelled ? words.cancelled : "",
    row.superseded ? words.superseded : "",
    row.dismissed ? words.dismissed : "",
    row.mergedInto === null ? "" : words.merged_into,
    row.expires !== null && row.expires <= now ? words.expired : "",
    row.shelvedUntil !== null && row.shelvedUntil > now
      ? words.shelved(clockTime(row.shelvedUntil).slice(0, 5))
      : "",
    row.incident === null ? "" : words.raised,
    row.merged > 0 ? words.merged(row.merged) : "",
    row.defects > 0 ? words.defects : "",
  ].filter((mark) => mark !== "");
}

/** What a row says: the gravest of what it stands for; what was heard first beside it where that says another thing. */
export function rowHeadlines(row: AlertRow): { headline: string; first: string } {
  const gravest = row.gathered?.gravestHeadline ?? "";
  return gravest === "" || gravest === row.headline
    ? { headline: row.headline, first: "" }
    : { headline: gravest, first: row.headline };
}

/** A device's address before what it says: signs without blanks, a digit among them. */
const ADDRESS = /^([!-~]*\d[!-~]*) (?=[^ -~])/;

/**
 * What is the matter before whose it is. The headline of a device's alarm begins with the device
 * (`feeds/src/alarm.rs`), and an address of twenty digits leaves a list no room for the alarm. A
 * point of the register goes by its name and its place; what people wrote stays as they wrote it.
 */
export function matterFirst(headline: string, row: AlertRow): { matter: string; whose: string } {
  const at = row.atPoint;
  if (at === null) return { matter: headline, whose: "" };
  const own = headline.startsWith(`${at.device} `);
  const device = own ? at.device : (ADDRESS.exec(headline)?.[1] ?? "");
  if (device === "") return { matter: headline, whose: "" };
  const known = own && at.point !== null;
  const names = known ? [at.name, at.siteName].filter((one) => one !== "") : [device];
  return { matter: headline.slice(device.length + 1), whose: names.join(" · ") };
}

export type RowLook = "new" | "acknowledged" | "ended" | "shelved";

/** How a row's badge is drawn. */
export function rowLook(row: AlertRow): RowLook {
  switch (row.life) {
    case "unacknowledged":
    case "returned":
      return "new";
    case "acknowledged":
    case "latched":
      return "acknowledged";
    case "shelved":
    case "suppressed":
    case "out_of_service":
      return "shelved";
    default:
      return "ended";
  }
}
