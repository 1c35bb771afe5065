/** All that the made-up desk holds. */
import type {
  Closure,
  Fence,
  Command,
  Duty,
  Incident,
  LinkPhase,
  LogLine,
  Lot,
  Order,
  PlanRow,
  Report,
  ReportSheet,
  ScenarioRow,
  Site,
  TeamRow,
  Wind,
} from "../../contract";
import { FakeAlerts } from "./alerts";
import { Chance } from "./chance";
import { makeDanger } from "./dangers";
import { makeIncidents, makeLots, makeScenarios, makeSites, makeTeams } from "./district";
import { busy } from "./scene";
import { library } from "./library";
import words from "./words.json";

export interface FakeWish {
  /** How many alerts there are. */
  alerts: number;
  link: LinkPhase;
  exercise: boolean;
  /** New alerts a second. */
  rate: number;
  /** False for a desk on its first start, with nobody on duty. */
  duty: boolean;
  /** True for a desk in a busy hour, with disputes. */
  busy?: boolean;
}

const SEED = 370_112;
const MINUTE = 60_000;

const NO_WIND = { fromDeg: null, speedMps: null, place: "", source: "", note: "" };

export class FakeState {
  readonly chance = new Chance(SEED);
  readonly wish: FakeWish;
  readonly link: LinkPhase;
  readonly startedAt = Date.now();
  readonly alerts: FakeAlerts;
  readonly teams: TeamRow[];
  readonly sites: Site[];
  readonly lots: Lot[];
  readonly incidents: Incident[];
  readonly plans: PlanRow[] = library().map((plan) => plan.row);
  readonly scenarios: ScenarioRow[] = makeScenarios();
  readonly orders: Order[] = [];
  readonly closures: Closure[] = [];
  readonly fences: Fence[] = [];
  wind: Wind = { observed: NO_WIND, at: null, by: "", origin: "" };
  readonly reports: Report[] = [];
  readonly log: LogLine[] = [];
  readonly sheets = new Map<string, ReportSheet>();
  readonly forms = new Map<string, string>();
  duty: Duty;
  actor = "";
  seq = 1;
  silencedUntil: number | null = null;
  drill: { scenario: ScenarioRow; startedAt: number; speed: number; paused: boolean; injected: number } | null =
    null;
  #ids = 100;

  constructor(wish: FakeWish) {
    this.wish = wish;
    this.link = wish.link;
    const now = this.now();
    this.alerts = new FakeAlerts(wish.alerts, this.chance, () => this.now());
    this.teams = makeTeams(this.chance, now);
    this.sites = makeSites(this.chance);
    const hazard = this.sites.find((site) => site.registered.kind === "hazard");
    if (hazard !== undefined) makeDanger(hazard, now);
    this.lots = makeLots(this.sites);
    this.incidents = wish.duty ? makeIncidents(now) : [];
    this.duty = wish.duty
      ? { leader: words.leader, officers: [...words.officers], since: now - 40 * MINUTE, last: null }
      : { leader: "", officers: [], since: null, last: null };
    if (wish.duty) this.#earlier(now);
    if (wish.busy === true) {
      busy(this);
      this.alerts.isGathered = true;
    }
  }

  now(): number {
    return Date.now();
  }

  newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  incident(id: string): Incident | undefined {
    return this.incidents.find((one) => one.id === id);
  }

  /** The log lines that were there before the screen opened. */
  #earlier(now: number): void {
    words.notes.toReversed().forEach((text, index) => {
      this.write("duty.noted", "duty", "duty", { text }, now - (90 - index * 25) * MINUTE);
    });
  }

  write(kind: string, entityKind: string, entity: string, body: unknown, at = this.now()): void {
    this.seq += 1;
    this.log.unshift({
      seq: this.seq,
      event: `event-${this.seq}`,
      kind,
      entityKind,
      entity,
      occurredAt: at,
      occurredBy: "desk",
      recordedAt: at,
      actor: this.actor || (words.officers[0] ?? ""),
      role: "duty",
      own: true,
      origin: "fake",
      verdict: this.link === "down" ? null : { is: "ok" },
      body,
    });
  }
}

/** The facts that a command leaves in the log. */
export const FACTS: Partial<Record<Command["do"], [string, string]>> = {
  acknowledge_alerts: ["alert.acknowledged", "alert"],
  reopen_alert: ["alert.reopened", "alert"],
  shelve_alert: ["alert.shelved", "alert"],
  unshelve_alert: ["alert.unshelved", "alert"],
  dismiss_alert: ["alert.dismissed", "alert"],
  merge_alert: ["alert.merged", "alert"],
  unmerge_alert: ["alert.unmerged", "alert"],
  raise_alerts: ["alert.raised", "alert"],
  lower_alert: ["alert.lowered", "alert"],
  open_incident: ["incident.opened", "incident"],
  grade_incident: ["incident.graded", "incident"],
  report_harm: ["incident.harm_reported", "incident"],
  note_incident: ["incident.noted", "incident"],
  close_incident: ["incident.closed", "incident"],
  start_response: ["response.started", "incident"],
  end_response: ["response.ended", "incident"],
  move_task: ["task.moved", "incident"],
  send_team: ["order.sent", "incident"],
  move_order: ["order.moved", "order"],
  start_duty: ["duty.started", "duty"],
  hand_over: ["duty.handed_over", "duty"],
  note_duty: ["duty.noted", "duty"],
  set_closure: ["closure.set", "closure"],
  lift_closure: ["closure.lifted", "closure"],
  set_fence: ["fence.set", "fence"],
  end_fence: ["fence.ended", "fence"],
};
