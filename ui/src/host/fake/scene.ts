/** A made-up busy hour: orders in all states, a team and a lot in dispute, reports, a full log. */
import type { Assignment, Claim, Order, Progress, Report, Stop } from "../../contract";
import scene from "./scene.json";
import type { FakeState } from "./state";
import { MINUTE_MS } from "../../parts/times";

export const OTHER = "b7c1d9e0-desk-two";

interface Sent {
  team: number;
  incident: string;
  origin: string;
  minutesAgo: number;
  claim: Claim;
  progress: Progress;
  furtherJob?: boolean;
}

function stop(name: string): Stop {
  return { name, site: null, point: null, act: "collect", words: "", etaS: 5 * 60 };
}

function send(state: FakeState, one: Sent, now: number): void {
  const row = state.teams[one.team];
  if (row === undefined) return;
  const at = now - one.minutesAgo * MINUTE_MS;
  const id = state.newId("order");
  const event = `${id}-event`;
  const furtherJob = one.furtherJob ?? false;
  const own = one.origin !== OTHER;
  const order: Order = {
    id,
    sent: {
      team: row.team.id,
      incident: one.incident,
      task: null,
      words: own ? scene.send : scene.send_other,
      authority: own ? "remote" : "custodian",
      furtherJob,
      etaS: 9 * 60,
      etaEstimated: true,
      to: null,
      stops: one.progress === "en_route" ? [stop(scene.stop)] : [],
      oral: one.progress === "on_scene",
      replaces: null,
      despite: "",
      against: [],
    },
    origin: one.origin,
    claim: one.claim,
    progress: one.progress,
    validUntil: at + 10 * MINUTE_MS,
    steps: [{ to: "sent", at, by: scene.people[own ? 0 : 2] ?? "", note: "" }],
    stops: [],
    paper: null,
    replacedBy: null,
  };
  const steps: Progress[] = ["acknowledged", "en_route", "on_scene"];
  const reached = steps.slice(0, steps.indexOf(one.progress) + 1);
  reached.forEach((to, index) =>
    order.steps.push({ to, at: at + (index + 1) * 2 * MINUTE_MS, by: scene.people[1] ?? "", note: "" }),
  );
  if (one.progress === "recalled") {
    order.steps.push({ to: "recalled", at: at + 3 * MINUTE_MS, by: scene.people[0] ?? "", note: scene.reason });
  }
  state.orders.push(order);
  state.incident(one.incident)?.orders.push(id);
  const assignment: Assignment = {
    order: id,
    event,
    incident: one.incident,
    origin: one.origin,
    at,
    claim: one.claim,
    progress: one.progress,
    furtherJob,
  };
  row.team.assignments.push(assignment);
  row.disputed = row.disputed || one.claim.is === "conflict";
  state.write("order.sent", "incident", one.incident, order.sent, at);
  const line = state.log[0];
  if (line === undefined) return;
  line.own = own;
  line.actor = order.steps[0]?.by ?? "";
  line.verdict = one.claim.is === "conflict" ? { is: "conflict", with: [] } : { is: "ok" };
  // The same line as the team sees it.
  state.log.push({ ...line, event, entityKind: "team", entity: row.team.id });
}

function orders(state: FakeState, first: string, second: string, now: number): void {
  const confirmed: Claim = { is: "confirmed" };
  const all: Sent[] = [
    { team: 0, incident: first, origin: "fake", minutesAgo: 11, claim: confirmed, progress: "on_scene" },
    { team: 1, incident: first, origin: "fake", minutesAgo: 7, claim: confirmed, progress: "en_route" },
    { team: 1, incident: second, origin: "fake", minutesAgo: 3, claim: confirmed, progress: "sent", furtherJob: true },
    { team: 2, incident: first, origin: "fake", minutesAgo: 2, claim: { is: "unconfirmed" }, progress: "sent" },
    { team: 3, incident: second, origin: OTHER, minutesAgo: 9, claim: confirmed, progress: "en_route" },
    { team: 3, incident: first, origin: "fake", minutesAgo: 6, claim: { is: "conflict", with: [] }, progress: "sent" },
    {
      team: 4,
      incident: first,
      origin: "fake",
      minutesAgo: 5,
      claim: { is: "refused", reason: { because: "held_by", holder: OTHER } },
      progress: "sent",
    },
    { team: 5, incident: first, origin: "fake", minutesAgo: 20, claim: confirmed, progress: "recalled" },
  ];
  for (const one of all) send(state, one, now);
  const other = state.teams[2];
  if (other !== undefined) other.ownCustody = false;
}

function draws(state: FakeState, first: string, second: string, now: number): void {
  const lot = state.lots[0];
  if (lot === undefined) return;
  const at = now - 6 * MINUTE_MS;
  lot.allotments = { "": 0 };
  lot.draws.push(
    { event: "draw-1", incident: second, origin: OTHER, at, asked: 10, granted: 10, claim: { is: "confirmed" }, share: "", taken: false },
    { event: "draw-2", incident: first, origin: "fake", at: at + MINUTE_MS, asked: 10, granted: 0, claim: { is: "conflict", with: ["draw-1"] }, share: "", taken: false },
  );
  const next = state.lots[1];
  next?.draws.push({ event: "draw-3", incident: first, origin: "fake", at, asked: 4, granted: 4, claim: { is: "confirmed" }, share: "", taken: false });
}

function reports(state: FakeState, incident: string, now: number): Report[] {
  const drafted = { incident, kind: "first" as const, number: 1, document: {}, facts: {} };
  const sent = {
    incident,
    kind: "first" as const,
    signer: scene.people[1] ?? "",
    recipients: scene.recipients,
    clock: "R02",
    lateReason: scene.late,
  };
  const at = now - 4 * MINUTE_MS;
  state.write("report.sent", "incident", incident, sent, at);
  return [
    {
      id: "report-1",
      drafted,
      draftedAt: at,
      sent,
      sentAt: at,
      delivered: true,
      receipt: { by: scene.receipt, at: at + MINUTE_MS, note: "" },
    },
  ];
}

function log(state: FakeState, incident: string, now: number): void {
  const write = (kind: string, body: unknown, minutesAgo: number) =>
    state.write(kind, "incident", incident, body, now - minutesAgo * MINUTE_MS);
  const opened = state.incident(incident)?.opened;
  write("incident.opened", opened, 14);
  write("incident.noted", { text: scene.note }, 13);
  const response = {
    level: "three",
    matter: scene.matter,
    periodH: 24,
    measures: scene.measures,
    decidedBy: scene.people[0],
    confirmedBy: "",
    plan: "hazardous-chemicals",
  };
  write("response.started", response, 10);
  write("incident.noted", { text: scene.hostile }, 8);
  write("task.moved", { task: "task-1", state: "under_way", note: "" }, 6);
  write("incident.harm_reported", { harm: state.incident(incident)?.harm, source: scene.source_street }, 6);
  write("incident.noted", { text: scene.paper }, 5);
  const paper = state.log[0];
  if (paper !== undefined) Object.assign(paper, { occurredBy: "paper", recordedAt: now - MINUTE_MS });
  // What a later version of the program wrote.
  write("weather.measured", { windMps: 3.2 }, 4);
}

/** Makes the made-up desk busy. */
export function busy(state: FakeState): void {
  const now = state.now();
  const [first, second] = state.incidents;
  if (first === undefined || second === undefined) return;
  log(state, first.id, now);
  orders(state, first.id, second.id, now);
  draws(state, first.id, second.id, now);
  state.reports.push(...reports(state, first.id, now));
  state.log.sort((a, b) => b.occurredAt - a.occurredAt);
}
