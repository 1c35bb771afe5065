/** What an officer does to alerts as alarms, each with its way back. */
import type { AlarmAct, AlertDetail, AlertRow, Command, Finding, Priority } from "../../contract";
import type { Desk } from "../../desk.svelte";
import { dayTime } from "../../locale/format";
import { t } from "../../locale/index.svelte";

/** Alerts that one command takes. */
const AT_ONCE = 500;

type ForAlerts = (alerts: string[]) => AlarmAct;

/** A contract's command from an act. */
function command(act: AlarmAct): Command {
  return { do: "alarm", ...act };
}

/** Gives the act for all alerts, so many at a time; false when one was refused. */
async function all(desk: Desk, alerts: readonly string[], act: ForAlerts): Promise<boolean> {
  for (let first = 0; first < alerts.length; first += AT_ONCE) {
    const some = alerts.slice(first, first + AT_ONCE);
    if ((await desk.command(command(act(some)))) === null) return false;
  }
  return true;
}

function back(desk: Desk, alerts: readonly string[], act: ForAlerts): () => void {
  return () => {
    void all(desk, alerts, act).then((done) => {
      if (done) desk.notices.say("done", t().frame.took_back);
    });
  };
}

/** A row of the list, and whether it stands for repeats only. */
export interface Standing {
  row: AlertRow;
  repeats: boolean;
}

/** The alerts that rows stand for, those that wait first: an act on a row is one on all of them. */
export async function standingFor(desk: Desk, rows: readonly Standing[]): Promise<string[]> {
  const found = new Set<string>();
  for (const { row, repeats } of rows) {
    const under = row.gathered === null ? [row.id] : await desk.ask("row_alerts", { id: row.id, repeats });
    for (const one of under ?? [row.id]) found.add(one);
  }
  return [...found];
}

export async function verify(
  desk: Desk,
  alerts: readonly string[],
  finding: Finding | null,
  note: string,
): Promise<boolean> {
  const done = await all(desk, alerts, (some) => ({ act: "verify", alerts: some, finding, note }));
  if (done) {
    const undo = back(desk, alerts, (some) => ({ act: "verify", alerts: some, finding: null, note: "" }));
    desk.notices.say("done", t().alarms.verify.done(alerts.length), finding === null ? undefined : undo);
  }
  return done;
}

export async function part(desk: Desk, alerts: readonly string[]): Promise<void> {
  const done = await all(desk, alerts, (some) => ({ act: "part", alerts: some, note: "" }));
  if (!done) return;
  desk.notices.say(
    "done",
    t().alarms.part.done,
    back(desk, alerts, (some) => ({ act: "rejoin", alerts: some })),
  );
}

export async function rejoin(desk: Desk, alerts: readonly string[]): Promise<void> {
  const done = await all(desk, alerts, (some) => ({ act: "rejoin", alerts: some }));
  if (done) desk.notices.say("done", t().alarms.part.back);
}

export async function prioritize(
  desk: Desk,
  alerts: readonly string[],
  priority: Priority | null,
  reason: string,
): Promise<boolean> {
  const done = await all(desk, alerts, (some) => ({ act: "prioritize", alerts: some, priority, reason }));
  if (done) {
    const undo = back(desk, alerts, (some) => ({
      act: "prioritize",
      alerts: some,
      priority: null,
      reason: "",
    }));
    desk.notices.say("done", t().alarms.prioritize.done, priority === null ? undefined : undo);
  }
  return done;
}

export async function reset(desk: Desk, alerts: readonly string[]): Promise<void> {
  let count = 0;
  for (let first = 0; first < alerts.length; first += AT_ONCE) {
    const some = alerts.slice(first, first + AT_ONCE);
    const receipt = await desk.command(command({ act: "reset", alerts: some, note: "" }));
    if (receipt === null) return;
    count += receipt.entities.filter((entity) => entity.startsWith("alert:")).length;
  }
  if (count === 0) desk.notices.say("trouble", t().alarms.reset.none);
  else desk.notices.say("done", t().alarms.reset.done(count));
}

/** What goes out of service: one kind of alarm, a device, or all that is under its station. */
export type OutScope = "point" | "device" | "station";

/**
 * What may go out with an alert, the narrowest first. A panel is its own station: taking it out
 * takes its detectors out, so that it is offered as the station that it is.
 */
export function outScopes(found: Pick<AlertDetail, "pointId" | "stationId" | "row">): { scope: OutScope; id: string }[] {
  const { pointId, stationId, row } = found;
  const all: { scope: OutScope; id: string }[] = [{ scope: "point", id: pointId }];
  if (stationId !== row.sourceId) all.push({ scope: "device", id: row.sourceId });
  if (stationId !== "") all.push({ scope: "station", id: stationId });
  return all;
}

/** The desk sets aside what stands of the source. */
export async function takeOut(
  desk: Desk,
  source: string,
  name: string,
  until: number,
  reason: string,
): Promise<boolean> {
  const receipt = await desk.command(command({ act: "take_out", source, name, until, reason }));
  if (receipt === null) return false;
  const undo = () => void putBack(desk, source);
  desk.notices.say("done", t().alarms.out.done(dayTime(until)), undo);
  return true;
}

/** The desk brings back what is out of the way because of the source. */
export async function putBack(desk: Desk, source: string): Promise<void> {
  const receipt = await desk.command(command({ act: "put_back", source, note: "" }));
  if (receipt !== null) desk.notices.say("done", t().alarms.out.back);
}
