/** The calls of the made-up desk. */
import type { Alarm, AlertRow, Changes, Command, DrillStatus, ReportSheet, Status, Topic } from "../../contract";
import type { Answer, CallName, Request } from "../host";
import { deaf, load, shifts } from "./alarms";
import { makeAlert } from "./alerts";
import { alternatives, assignments, whatIf } from "./assign";
import { camerasNear, openedCamera } from "./cameras";
import { apply, rowOf } from "./commands";
import { CENTRE } from "./district";
import { found } from "./find";
import { legalDuties, library } from "./library";
import { FakeShelf } from "./shelf";
import { mapLive, mapStyle } from "./picture";
import { FakeFirms } from "./firms";
import { objectPage } from "./objects";
import { FakePoints } from "./points";
import { boardOf, profileOf, type Things } from "./resources";
import { dangerCalls } from "./dangers";
import { riskCalls } from "./risks";
import { reachFrom, roadsCalls, shapeRoads, standing, teamTimes, teamWay } from "./roads";
import { fakeFeeds, fakePanels, fakeVehicles } from "./feeds";
import { FakeMappings } from "./mappings";
import { OTHER } from "./scene";
import { openCovers } from "./needs";
import { onDuty, rotaSheet } from "./rota";
import { searched } from "./search";
import { FakeSubmissions } from "./submissions";
import { recipients, sheet, silent } from "./sent";
import { spotCalls } from "./spots";
import { FACTS, FakeState, type FakeWish } from "./state";
import words from "./words.json";
import { MINUTE_MS } from "../../parts/times";

export type { FakeWish };

type Handlers = { [N in CallName]: (request: Request<N>) => Answer<N> };

const BATCHES_A_SECOND = 10;
const BUSY_TOPICS: Topic[] = ["alerts", "incidents", "teams", "lots", "orders", "reports", "duty", "status", "closures", "fences", "submissions", "sites", "points", "firms"];

function isPlainObject(part: unknown): boolean {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}

function refuse(code: "not_found" | "malformed"): never {
  throw { code, refusal: null, message: "made-up desk" };
}

export class FakeDesk {
  readonly #state: FakeState;
  readonly #shelf: FakeShelf;
  readonly #submissions: FakeSubmissions;
  readonly #mappings = new FakeMappings();
  readonly #points: FakePoints;
  readonly #firms: FakeFirms;
  readonly #listeners: ((changes: Changes) => void)[] = [];
  #change = 1;
  #due = 0;

  constructor(wish: FakeWish) {
    this.#state = new FakeState(wish);
    this.#submissions = new FakeSubmissions(this.#state);
    this.#points = new FakePoints(this.#state);
    this.#firms = new FakeFirms(this.#state, (id) => this.#points.detail(id)?.row ?? null);
    this.#shelf = new FakeShelf(
      () => this.#state.now(),
      () => this.tell(["plans"]),
    );
    if (wish.rate > 0) setInterval(() => this.receive(wish.rate / BATCHES_A_SECOND), 1_000 / BATCHES_A_SECOND);
  }

  #rows(): AlertRow[] {
    return [...this.#state.alerts.all.values()].map((one) => one.row);
  }

  follow(take: (changes: Changes) => void): void {
    this.#listeners.push(take);
  }

  /** Tells the screens; from outside for tests. */
  tell(topics: Topic[], entities: string[] = [], alarm: Alarm | null = null): void {
    const changes = { from: this.#change, to: this.#change + 1, topics, entities, alarm };
    this.#change += 1;
    // After the answer to the command, as in the real desk.
    queueMicrotask(() => this.#listeners.forEach((take) => take(changes)));
  }

  /** New alerts come in; parts of one are saved up. */
  receive(count: number): void {
    const state = this.#state;
    this.#due += count;
    const whole = Math.floor(this.#due);
    this.#due -= whole;
    if (whole === 0) return;
    let worst = { level: 5, headline: "" };
    for (let made = 0; made < whole; made += 1) {
      const alert = makeAlert(state.alerts.all.size, state.chance, state.now());
      state.alerts.all.set(alert.row.id, alert);
      if (alert.row.level < worst.level) worst = alert.row;
    }
    state.alerts.changed();
    const { level, headline } = worst;
    const alarm = { level, byPriority: false, count: whole, headline, exercise: false, step: null, heard: false };
    this.tell(["alerts", "status"], [], alarm);
  }

  #command(command: Command, paperAt: number | null = null): { seq: number; entities: string[] } {
    const state = this.#state;
    const entities = this.#entitiesOf(command, paperAt ?? state.now());
    const [kind, entityKind] = FACTS[command.do] ?? ["", ""];
    // The body is the command's one part that has a shape of its own, else the command itself.
    const body = Object.values(command).find((part) => isPlainObject(part)) ?? command;
    const about = entities.find((one) => one.startsWith(`${entityKind}:`)) ?? entities[0];
    // The one duty of a log bears the name of its kind.
    const entity = entityKind === "duty" ? "duty" : (about?.split(":")[1] ?? "");
    if (kind !== "") state.write(kind, entityKind, entity, body);
    this.tell(BUSY_TOPICS);
    return { seq: state.seq, entities };
  }

  /** What a command wrote to. */
  #entitiesOf(command: Command, at: number): string[] {
    const state = this.#state;
    if (command.do === "point") return this.#points.act(command);
    if (command.do === "firm") return this.#firms.act(command);
    if (command.do === "unit") return this.#firms.actOnUnit(command);
    if (command.do === "plan") return this.#shelf.act(command, state.actor, at);
    if (command.do !== "submission") return apply(state, command);
    if (command.act !== "raise") return this.#submissions.act(command);
    const made = apply(state, { do: "open_incident", opened: command.opened });
    const incident = made.find((one) => one.startsWith("incident:"))?.slice("incident:".length) ?? "";
    this.#submissions.raised(command.submission, incident);
    return [...made, `submission:${command.submission}`];
  }

  #status(): Status {
    const state = this.#state;
    const now = state.now();
    const first = state.incidents[0];
    return {
      now,
      exercise: state.wish.exercise || state.drill !== null,
      drill: state.drill?.scenario.title ?? (state.wish.exercise ? words.drill : ""),
      link: {
        phase: state.link,
        since: state.startedAt - 3 * MINUTE_MS,
        lastHeardAt: state.link === "down" ? state.startedAt - 3 * MINUTE_MS : now - 2_000,
        outbox: state.link === "down" ? 7 : 0,
        behind: null,
        clockOffsetMs: 120,
        why: state.link === "down" ? "silent" : null,
        certificateEndsAt: null,
        certificateUrgency: 0,
        authoritySuspended: false,
        parked: 0,
      },
      key: { kept: "keyring", replaced: false },
      feeds: fakeFeeds(state.now()),
      sound: state.silencedUntil !== null && state.silencedUntil > now ? "silenced" : "armed",
      silencedUntil: state.silencedUntil,
      notifications: true,
      store: { writable: true, freeBytes: 9e10, events: state.seq, backupAt: now, paperAt: now, paperTrouble: state.wish.busy === true ? "missing" : "", trouble: "" },
      duty: state.duty,
      rota: onDuty(state),
      alerts: state.alerts.counts(),
      clocks:
        first === undefined
          ? []
          : words.clock_what.map((what, index) => ({
              key: `R0${index + 2}`,
              rule: `R0${index + 2}`,
              site: "",
              countdown: "",
              words: "",
              who: words.clock_who,
              own: true,
              byWord: index === 0,
              byReport: true,
              note: "",
              incident: first.id,
              title: first.opened.title,
              what,
              to: words.clock_to,
              from: first.opened.learnedAt,
              dueAt: first.opened.learnedAt + (18 + index * 45) * MINUTE_MS,
              metAt: null,
              source: words.clock_source,
            })),
      disputes: state.link === "down" || state.wish.busy === true ? 1 : 0,
      late: [],
      silent: silent(state, first?.id ?? ""),
      cut: [],
      deaf: deaf(state.wish.busy === true, now),
      submissions: this.#submissions.counts(),
    };
  }

  #drill(): DrillStatus {
    const drill = this.#state.drill;
    return {
      running: drill !== null,
      scenario: drill?.scenario ?? null,
      clockS: drill === null ? 0 : Math.floor(((Date.now() - drill.startedAt) / 1000) * drill.speed),
      speed: drill?.speed ?? 1,
      paused: drill?.paused ?? false,
      injected: drill?.injected ?? 0,
    };
  }

  #sheet(): ReportSheet {
    const incident = this.#state.incidents[0];
    return {
      report: null,
      title: incident?.opened.title ?? "",
      fields: words.sheet.map(([key, label], index) => ({
        key: key ?? "",
        label: label ?? "",
        value: index === 0 ? (incident?.opened.title ?? "") : index === 1 ? (incident?.opened.place.words ?? "") : "",
        missing: index > 1,
        edited: false,
      })),
      recipients: [...words.recipients],
      clock: this.#status().clocks[0] ?? null,
      document: {},
      facts: {},
    };
  }

  readonly calls: Handlers = {
    hello: () => ({
      version: "0.1.0",
      desk: words.desk,
      origin: "fake",
      desks: [{ key: "b0b0b0b0", name: words.other_desk }],
      frontAfterS: 60,
      exercise: this.#state.wish.exercise,
      district: words.district,
      centre: CENTRE,
      bounds: [116.98, 36.33, 117.36, 36.86],
      seq: this.#state.seq,
      now: this.#state.now(),
      paperFolder: words.paper,
      secondPerson: "name",
      sealKeeper: words.seal_keeper,
    }),
    status: () => this.#status(),
    command: ({ command, who }) => {
      this.#state.actor = who.actor;
      return this.#command(command, who.paperAt);
    },
    commands: ({ commands, who }) => {
      this.#state.actor = who.actor;
      return commands.map((command) => ({ receipt: this.#command(command), refused: null }));
    },
    alerts: (query) => this.#state.alerts.page(query, this.#state.seq),
    row_alerts: ({ id }) => this.#state.alerts.under(id),
    alarm_load: ({ hours, shift }) => load(this.#rows(), hours, this.#state.now(), shift),
    alarm_shifts: ({ compare }) => shifts(this.#rows(), this.#state.now(), compare),
    mappings: () => this.#mappings.feeds(this.#state.now()),
    try_mapping: (request) => this.#mappings.tried(request),
    save_mapping: (request) => this.#mappings.save(request),
    sources_out: () => this.#state.alerts.outs,
    points: (query) => this.#points.page(query),
    point: ({ id }) => this.#points.detail(id) ?? refuse("not_found"),
    firms: (query) => this.#firms.page(query),
    firm: ({ id }) => this.#firms.profile(id) ?? refuse("not_found"),
    objects: (query) => objectPage(this.#state.sites, query),
    site_units: ({ id }) => this.#firms.units(id),
    ...spotCalls(() => ({ points: this.#points.all, sites: this.#state.sites, units: (site) => this.#firms.units(site) }), refuse),
    alert: ({ id }) => this.#state.alerts.detail(id) ?? refuse("not_found"),
    submissions: (query) => this.#submissions.page(query),
    submission: ({ id }) => this.#submissions.one(id) ?? refuse("not_found"),
    take_submission: (request) => {
      const id = this.#submissions.take(request);
      this.tell(BUSY_TOPICS);
      return { seq: this.#state.seq, entities: [`submission:${id}`] };
    },
    open_identity: (request) => this.#submissions.identity(request) ?? refuse("not_found"),
    tellers: ({ text }) => this.#submissions.tellers(text),
    incidents: () => this.#state.incidents.map((one) => rowOf(this.#state, one)),
    incident: ({ id }) => {
      const incident = this.#state.incident(id) ?? refuse("not_found");
      return {
        incident,
        callSign: rowOf(this.#state, incident).callSign,
        orders: this.#state.orders.filter((one) => one.sent.incident === id),
        alerts: this.#rows().filter((row) => row.incident === id),
        lots: this.#state.lots.filter((lot) => lot.draws.some((draw) => draw.incident === id)),
        reports: this.#state.reports.filter((one) => one.drafted.incident === id),
        clocks: this.#status().clocks.filter((clock) => clock.incident === id),
        timeline: this.#state.log.filter((line) => line.entity === id),
        covers: openCovers(incident),
      };
    },
    timeline: ({ entityKind, entity, before, limit }) =>
      this.#state.log
        .filter(
          (line) =>
            (entityKind === "" || line.entityKind === entityKind) &&
            (entity === "" || line.entity === entity) &&
            (before === 0 || line.seq < before),
        )
        .slice(0, limit),
    teams: () => this.#state.teams,
    lots: () => this.#state.lots,
    holders: () => ["fake", OTHER],
    sent: ({ id }) => sheet(this.#state, id),
    addressees: () => ({ recipients: recipients(), channels: ["phone"] }),
    phone_list: () => ({
      text: words.notes[0] ?? "",
      lines: recipients().map((one, recipient) => ({
        recipient,
        unit: one.name,
        person: one.ladder[0]?.name ?? "",
        role: "",
        phone: one.ladder[0]?.phone ?? "",
        current: true,
      })),
    }),
    write_paper: ({ paper }) => ({ files: [`${paper}.docx`, `${paper}.pdf`], folder: words.paper, leftOut: 0 }),
    sites: () => this.#state.sites,
    cameras_near: () => camerasNear(this.#state.now()),
    open_camera: ({ site }) => openedCamera(site, this.#state.now()) ?? refuse("not_found"),
    fences: () => this.#state.fences.filter((one) => one.endedAt === null),
    panels: () => fakePanels(this.#state.now()),
    ask_panels: ({ feed, device }) => ({
      asked: fakePanels(this.#state.now()).filter((row) => row.feed === feed && (device === null || row.device === device)).length,
    }),
    closures: () => standing(this.#state),
    suggested_closures: () => [],
    wind: () => ({ wind: this.#state.wind, fresh: this.#state.wind.at !== null, freshMin: 60 }),
    shape_roads: (shape) => shapeRoads(shape),
    team_way: (request) => teamWay(this.#state, request),
    arrivals: () => [],
    reach: ({ from }) => reachFrom(this.#state, from),
    team_times: (request) => teamTimes(this.#state, request),
    recommend: ({ needs, prefer }) => ({
      at: this.#state.now(),
      needs,
      teams: this.#state.teams.slice(0, 6).map((row, index) => ({
        team: row.team.id,
        callSign: row.team.registered.callSign,
        name: row.team.registered.name,
        capability: row.team.registered.capabilities[0] ?? "",
        chosen: index < 2,
        etaS: 360 + index * 140,
        etaEstimated: true,
        vehicle: "engine",
        distanceM: 2_100 + index * 900,
        reasons: [{ code: "near", number: index + 1, words: words.reason_near }],
        behindS: index < 2 ? null : (index - 1) * 140,
      })),
      lots: this.#state.lots.slice(0, 2).map((lot) => ({
        lot: lot.id,
        name: lot.registered.name,
        depot: words.depot,
        supply: lot.registered.supply,
        quantity: 4,
        onHand: lot.registered.quantity,
        unit: lot.registered.unit,
        etaS: 700,
        etaEstimated: true,
        vehicle: "heavy",
        distanceM: 3_400,
        reasons: [],
      })),
      short: [],
      needsFrom: null,
      prefer,
      alternatives: alternatives(),
      travelSource: words.travel,
      staging: [],
    }),
    assign: () => assignments(this.#state),
    what_if: () => whatIf(this.#state),
    stop_search: () => ({}),
    plans: () => this.#state.plans,
    plan: ({ id }) => (library().find((one) => one.row.id === id) ?? refuse("not_found")).detail,
    match_plans: () => this.#state.plans,
    legal_duties: ({ plan }) => legalDuties(plan),
    plan_shelf: () => this.#shelf.shelf(),
    plan_sheet: ({ id }) => this.#shelf.sheet(id),
    plan_text: ({ plan, version }) => this.#shelf.text(plan, version),
    save_plan_draft: ({ plan, parents, text }) => this.#shelf.saveDraft(plan, parents, text),
    plan_draft: ({ id }) => this.#shelf.draft(id),
    import_plan: (upload) => this.#shelf.import(upload),
    save_plan: ({ text, parents, why, file, who }) =>
      this.#shelf.save(text, parents, why, who.actor, file === null ? "written" : "imported"),
    adopt_plan: ({ plan, who }) => this.#shelf.adopt(plan, who.actor),
    restore_plan: ({ plan, version, why, who }) => this.#shelf.restore(plan, version, why, who.actor),
    compare_plan: ({ plan, old, new: now, text }) => this.#shelf.compare(plan, old, now, text),
    check_plan: ({ plan }) => this.#shelf.check(plan),
    export_plan: ({ plan, form }) => ({ files: [`${plan}.${form}`], folder: words.paper, leftOut: 0 }),
    keep_document: ({ file }) => ({ id: "5f70bf18", name: file.name, bytes: file.bytes.length, whole: true, lacking: [] }),
    document: ({ id }) => ({ id, name: id, bytes: 1, whole: true, lacking: [] }),
    export_document: ({ id }) => ({ files: [id], folder: words.paper, leftOut: 0 }),
    sign_plan: ({ plan, version, step, name, role }) => {
      this.#shelf.sign(plan, version, step, name, role);
      return { seq: this.#state.seq, entities: [`plan:${plan}`] };
    },
    plan_withdrawal: ({ plan, act }) => this.#shelf.withdrawal(plan, act),
    keep_import: (kept) => this.#shelf.keepImport(kept),
    kept_import: () => this.#shelf.keptImport(),
    kept_import_file: () => this.#shelf.keptImportFile(),
    plan_terms: () => this.#shelf.terms(),
    holidays: () => ({ years: [], missing: [2027] }),
    plan_suggestions: ({ plan, settled }) => this.#shelf.suggestions(plan, settled),
    plan_map: () => this.#shelf.map(),
    draft_report: () => this.#sheet(),
    save_report: ({ edits }) => {
      const sheet = this.#sheet();
      for (const [key, text] of edits) {
        const field = sheet.fields.find((one) => one.key === key);
        if (field) Object.assign(field, { value: text, missing: false, edited: true });
      }
      return sheet;
    },
    export_report: () => ({ files: ["report.docx", "report.pdf"], folder: words.paper, leftOut: 0 }),
    print: ({ sheet }) => ({ files: [`${sheet}.pdf`], folder: words.paper, leftOut: 0 }),
    print_list: ({ list }) => ({ files: [`${list}.docx`, `${list}.pdf`], folder: words.paper, leftOut: 0 }),
    rota: ({ from, days }) => rotaSheet(this.#state, from, days),
    check_rota: () => ({ entries: [], same: 0, findings: [] }),
    export_rota: () => ({ files: ["rota.xlsx"], folder: words.paper, leftOut: 0 }),
    handover_sheet: () => ({
      openMatters: this.#state.incidents.map((one) => one.opened.title),
      headHash: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
      events: this.#state.seq,
    }),
    resources: (query) => boardOf(query, this.#things()),
    resource: (ref) => profileOf(ref, this.#things()) ?? refuse("not_found"),
    expiring: () => [],
    plan_check: () => ({ at: this.#state.now(), nightly: false, plans: 0, lines: 0, unmet: [] }),
    check_table: () => refuse("malformed"),
    apply_table: () => refuse("malformed"),
    imports: () => [],
    export_table: ({ kind }) => ({ files: [`${kind}.xlsx`], folder: words.paper, leftOut: 0 }),
    print_labels: () => ({ files: ["labels.pdf"], folder: words.paper, leftOut: 0 }),
    ...roadsCalls,
    ...riskCalls(() => this.#state),
    ...dangerCalls(() => this.#state),
    find: ({ text }) => found(this.#state, text),
    search: (request) => searched(this.#state, request),
    map_live: () => mapLive(this.#state),
    vehicles: (request) => fakeVehicles(request, this.#state.now()),
    map_style: ({ palette }) => mapStyle(palette),
    defects: () => [
      {
        id: 1,
        at: this.#state.now() - 40 * MINUTE_MS,
        feed: words.feeds[0]?.[0] ?? "",
        source: "127.0.0.1 010000000007",
        kind: "unreadable",
        message: words.defect,
        raw: "<alert><identifier>\u2400",
        binary: false,
        bytes: 20,
        cut: false,
      },
    ],
    export_defect: ({ id, feed }) => ({ files: [`${feed}-${id ?? "newest"}.bin`], folder: words.paper, leftOut: 0 }),
    save_form: ({ key, text }) => {
      this.#state.forms.set(key, text);
      return {};
    },
    load_form: ({ id }) => ({ key: id, text: this.#state.forms.get(id) ?? "" }),
    silence: ({ seconds }) => {
      this.#state.silencedUntil = seconds === 0 ? null : this.#state.now() + seconds * 1000;
      this.tell(["status"]);
      return {};
    },
    test_tone: () => ({}),
    scenarios: () => this.#state.scenarios,
    start_drill: ({ scenario, speed }) => {
      const found = this.#state.scenarios.find((row) => row.id === scenario) ?? refuse("not_found");
      this.#state.drill = { scenario: found, startedAt: Date.now(), speed, paused: false, injected: 1 };
      this.tell(["drill", "status"]);
      return this.#drill();
    },
    steer_drill: ({ paused, speed, injectNext }) => {
      const drill = this.#state.drill;
      if (drill === null) return refuse("not_found");
      drill.paused = paused ?? drill.paused;
      drill.speed = speed ?? drill.speed;
      if (injectNext) drill.injected += 1;
      this.tell(["drill"]);
      return this.#drill();
    },
    drill: () => this.#drill(),
    stop_drill: () => {
      this.#state.drill = null;
      this.tell(["drill", "status"]);
      return this.#drill();
    },
  };

  #things(): Things {
    const { teams, lots, sites } = this.#state;
    return { teams, lots, sites, now: this.#state.now() };
  }
}
