/** Hidden dangers of the made-up desk: one that is overdue and supervised, and what is done about them. */
import {
  KEY_FIELDS,
  type AroundObject,
  type Danger,
  type DangerPage,
  type DangerQuery,
  type DangerRow,
  type DangerStage,
  type DangerStep,
  type ResourceAct,
  type Site,
  type SiteAround,
} from "../../contract";
import { DAY_MS } from "../../parts/times";
import { hazardAway, objectPage } from "./objects";
import type { FakeState } from "./state";
import words from "./words.json";

const SOON_DAYS = 7;
const CHINA_MS = 8 * 3_600_000;
const ELEMENTS = ["responsible", "measures", "funds", "plan_until", "contingency"];

function dayOf(at: number): string {
  return new Date(at + CHINA_MS).toISOString().slice(0, 10);
}

function stageOf(danger: Danger): DangerStage {
  if (danger.closedAt !== null) return "closed";
  return danger.acts.reduce<DangerStage>((stage, { step }) => {
    switch (step.step) {
      case "plan":
        return stage === "found" ? "planned" : stage;
      case "submit":
        return "submitted";
      case "check":
        return step.accepted ? "accepted" : "refused";
      default:
        return stage;
    }
  }, "found");
}

function lastOf<S extends DangerStep["step"]>(danger: Danger, name: S): Extract<DangerStep, { step: S }> | null {
  const done = danger.acts.findLast((one) => one.step.step === name);
  return (done?.step as Extract<DangerStep, { step: S }> | undefined) ?? null;
}

function rowOf(state: FakeState, site: Site, danger: Danger): DangerRow {
  const stage = stageOf(danger);
  const supervision = lastOf(danger, "supervise")?.supervision ?? null;
  const plan = lastOf(danger, "plan")?.plan ?? null;
  const due = lastOf(danger, "extend")?.until ?? supervision?.until ?? danger.found.due;
  const owed = danger.closedAt === null && stage !== "accepted";
  const days = due === null || !owed ? null : Math.round((Date.parse(due) - Date.parse(dayOf(state.now()))) / DAY_MS);
  const told = plan === null ? [] : [plan.responsible, plan.measures, plan.funds, plan.until ?? "", plan.contingency];
  return {
    site: site.id,
    title: site.registered.name,
    street: site.registered.place.street,
    field: site.registered.kind === "hazard" ? KEY_FIELDS[0] : "",
    point: site.registered.place.point,
    danger,
    stage,
    supervision,
    plan,
    missing: ELEMENTS.filter((_, at) => (told[at] ?? "") === ""),
    due,
    days,
    overdue: days !== null && days < 0,
    soon: days !== null && days >= 0 && days <= SOON_DAYS,
    needsAcceptance: danger.found.major || supervision !== null,
  };
}

function fits(row: DangerRow, query: DangerQuery): boolean {
  const open = row.danger.closedAt === null;
  const states = {
    open,
    overdue: row.overdue,
    soon: row.soon,
    supervised: open && row.supervision !== null,
    to_check: row.stage === "submitted",
    closed: !open,
    all: true,
  };
  return (
    states[query.state] &&
    (!query.major || row.danger.found.major) &&
    (query.site === null || query.site === row.site) &&
    (query.street === "" || query.street === row.street) &&
    (query.field === "" || query.field === row.field) &&
    (query.text === "" || `${row.danger.found.words}${row.title}`.includes(query.text))
  );
}

function page(state: FakeState, query: DangerQuery): DangerPage {
  const all = state.sites.flatMap((site) => site.dangers.map((danger) => rowOf(state, site, danger)));
  const open = all.filter((row) => row.danger.closedAt === null);
  const count = (holds: (row: DangerRow) => boolean) => open.filter(holds).length;
  const rows = all.filter((row) => fits(row, query)).sort((a, b) => (a.due ?? "9").localeCompare(b.due ?? "9"));
  return {
    rows,
    total: rows.length,
    open: open.length,
    overdue: count((row) => row.overdue),
    soon: count((row) => row.soon),
    major: count((row) => row.danger.found.major),
    supervised: count((row) => row.supervision !== null),
    toCheck: count((row) => row.stage === "submitted"),
    streets: words.streets,
    fields: [...KEY_FIELDS],
    levels: words.danger_levels,
    soonDays: SOON_DAYS,
  };
}

function around(state: FakeState, id: string): SiteAround {
  const site = state.sites.find((one) => one.id === id);
  const rows = site?.dangers.map((danger) => rowOf(state, site, danger)) ?? [];
  const open = rows.filter((row) => row.danger.closedAt === null);
  const hazard = site?.registered.kind === "hazard";
  return {
    level: hazard ? "serious" : null,
    grounds: hazard ? [{ kind: "major_hazard", number: 1, level: "serious" }] : [],
    dangers: open.length,
    overdue: open.filter((row) => row.overdue).length,
    alarms: [],
    moreAlarms: 0,
    withinM: 100,
    placed: site?.registered.place.point !== null,
    teams: state.teams.slice(0, 2).map(({ team }, index) => ({
      team: team.id,
      name: team.registered.name,
      readiness: team.readiness,
      busy: false,
      distanceM: 800 + index * 400,
    })),
    lots: [],
    objects: hazard ? objectsNear(state, id) : [],
    hazard: site === undefined ? null : hazardAway(state.sites, site),
    plans: [{ plan: "hazardous-chemicals", title: words.naming_plan }],
    firm: null,
  };
}

function objectsNear(state: FakeState, id: string): AroundObject[] {
  const { rows } = objectPage(state.sites, { text: "", kind: null, withinM: null, offset: 0, limit: 50 });
  return rows
    .filter((row) => row.hazard?.site === id)
    .map(({ site, name, kind, protection, headCount, capacity, hazard }) => ({ site, name, kind, protection, headCount, capacity, distanceM: hazard?.distanceM ?? 0 }));
}

/** An overdue major danger at the first hazard site. */
export function makeDanger(site: Site, now: number): void {
  site.dangers = [
    {
      event: "danger-1",
      found: { words: words.danger, major: true, owner: words.clock_who, due: dayOf(now - 3 * DAY_MS), source: "" },
      at: now - 30 * DAY_MS,
      by: words.clock_who,
      closedAt: null,
      closedNote: "",
      acts: [],
    },
  ];
}

/** What a command does to a danger; the ids that changed. */
export function actOnDanger(state: FakeState, act: ResourceAct): string[] {
  if (act.act !== "step_danger" && act.act !== "close_danger" && act.act !== "withdraw_danger" && act.act !== "find_danger") return [];
  const site = state.sites.find((one) => one.id === act.site);
  if (site === undefined) return [];
  const by = state.actor;
  const at = state.now();
  if (act.act === "find_danger") {
    const event = `danger-${site.id}-${site.dangers.length + 1}`;
    site.dangers = [...site.dangers, { event, found: act.found, at, by, closedAt: null, closedNote: "", acts: [] }];
    return [`site:${site.id}`];
  }
  const named = act.act === "step_danger" ? act.stepped.danger : act.act === "close_danger" ? act.closed.danger : act.withdrawn.danger;
  site.dangers = site.dangers.flatMap((danger) => {
    if (danger.event !== named) return [danger];
    if (act.act === "withdraw_danger") {
      const { act: gone } = act.withdrawn;
      return gone === null ? [] : [{ ...danger, acts: danger.acts.filter((one) => one.event !== gone) }];
    }
    const step: DangerStep = act.act === "close_danger" ? { step: "close", note: act.closed.note } : act.stepped.step;
    const done = { event: `act-${danger.acts.length + 1}`, at, by, step };
    const closed = step.step === "close" ? { closedAt: at, closedNote: step.note } : {};
    return [{ ...danger, ...closed, acts: [...danger.acts, done] }];
  });
  return [`site:${site.id}`];
}

/** Their answers. */
export function dangerCalls(state: () => FakeState) {
  return {
    dangers: (query: DangerQuery) => page(state(), query),
    export_dangers: () => ({ files: ["dangers.xlsx"], folder: words.paper, leftOut: 0 }),
    check_dangers: () => ({ entries: [], same: 0, findings: [] }),
    site_around: ({ id }: { id: string }) => around(state(), id),
  };
}
