/** Made-up teams, sites, supplies, incidents and plans. */
import type {
  Incident,
  IncidentRow,
  Lot,
  LotRegistered,
  Point,
  ScenarioRow,
  Site,
  SiteKind,
  Task,
  TeamRegistered,
  TeamRow,
} from "../../contract";
import { Chance } from "./chance";
import words from "./words.json";

const MINUTE = 60_000;
export const CENTRE: Point = { lon: 117.15, lat: 36.68 };

function near(chance: Chance): Point {
  return {
    lon: CENTRE.lon + (chance.next() - 0.5) * 0.28,
    lat: CENTRE.lat + (chance.next() - 0.5) * 0.22,
  };
}

/** The parts of a team's profile that this made-up desk leaves empty. */
const NO_PROFILE = {
  level: "district",
  kind: "general",
  members: [],
  vehicles: [],
  equipment: [],
  shift: { shiftH: 0, sceneMaxH: 0, restH: 0, onCall: 0, restAfterH: 0, fromMin: null, toMin: null },
  ladder: [],
  authority: { by: "", phone: "" },
  insuredUntil: null,
  agreements: [],
  comesBy: null,
  rates: [],
  standard: "",
  import: "",
} satisfies Partial<TeamRegistered>;

/** The same of a lot. */
const NO_BATCH = {
  minimum: 0,
  safetyFor: {},
  batch: "",
  produced: null,
  expires: null,
  calibratedUntil: null,
  inspectedUntil: null,
  shelf: "",
  barcode: "",
  owner: "",
  keeper: "",
  checkedOn: null,
  import: "",
} satisfies Partial<LotRegistered>;

export function makeTeams(chance: Chance, now: number): TeamRow[] {
  return Array.from({ length: 24 }, (_, index) => {
    const kind = index % words.teams.length;
    const street = chance.of(words.streets);
    const point = near(chance);
    // Every fifth team has not been heard of for long.
    const pointAt = now - (index % 5 === 4 ? 45 * MINUTE : chance.below(90) * 1_000);
    return {
      team: {
        id: `team-${index + 1}`,
        registered: {
          name: `${street}${words.teams[kind]}(${words.hint})`,
          callSign: `T${index + 1}`,
          ...NO_PROFILE,
          unit: words.team_unit,
          capabilities: [words.capabilities[kind] ?? ""],
          home: { words: street, street, point },
          people: 6 + chance.below(20),
          contact: "139 0000 0000",
          turnoutMin: 3,
          custodian: null,
        },
        known: true,
        withdrawn: false,
        replaced: null,
        present: null,
        fuelPercent: null,
        custodian: null,
        custodyEpoch: 0,
        claimRev: 0,
        readiness: index % 7 === 6 ? "reduced" : "ready",
        reportedAt: pointAt,
        point,
        pointAt,
        note: "",
        assignments: [],
        primary: null,
        phase: "ready",
        phaseAt: null,
        phaseUntil: null,
        workSince: null,
        workEnded: null,
        sceneSince: null,
      },
      point,
      pointAt,
      said: index % 5 === 4,
      disputed: false,
      ownCustody: true,
      against: [],
    };
  });
}

const SITE_KINDS: readonly SiteKind[] = ["depot", "hospital", "school", "hazard", "shelter", "fire_station"];

export function makeSites(chance: Chance): Site[] {
  return Array.from({ length: 30 }, (_, index) => {
    const kind = SITE_KINDS[index % SITE_KINDS.length] ?? "other";
    const street = chance.of(words.streets);
    return {
      id: `site-${index + 1}`,
      registered: {
        kind,
        name: `${street}${kind === "hazard" ? words.hazard : words.depot}${index + 1}(${words.hint})`,
        place: { words: street, street, point: near(chance) },
        contact: "139 0000 0001",
        capacity: 200,
        substance: kind === "hazard" ? words.incidents[0]?.[2] ?? "" : "",
        quantityT: kind === "hazard" ? 12 : 0,
        classes: [],
        also: [],
        protection: null,
        people500m: kind === "hazard" ? 60 : null,
        note: "",
        unit: "",
        firm: null,
        areaM2: 0,
        facilities: [],
        keyholders: [],
        stream: "",
        import: "",
      },
      withdrawn: false,
      replaced: null,
      reported: { open: null, headCount: null, free: null, working: null, note: "" },
      reportedAt: null,
      dangers: [],
      units: [],
      risk: null,
    };
  });
}

export function makeLots(sites: Site[]): Lot[] {
  const depots = sites.filter((site) => site.registered.kind === "depot");
  return depots.flatMap((depot) =>
    words.supplies.map(([name, unit], index) => ({
      id: `lot-${depot.id}-${index}`,
      registered: {
        depot: depot.id,
        supply: `supply-${index}`,
        name: name ?? "",
        unit: unit ?? "",
        quantity: 40 + index * 20,
        safety: 10,
        allotments: {},
        ...NO_BATCH,
      },
      known: true,
      replaced: null,
      loans: [],
      reservations: [],
      shipments: [],
      allotments: { "": 40 + index * 20 },
      custodyEpochs: {},
      shareMoves: [],
      countedAt: null,
      draws: [],
      discrepancies: [],
    })),
  );
}

function makeTasks(now: number): Record<string, Task> {
  const states = ["done", "under_way", "received", "given"] as const;
  return Object.fromEntries(
    words.tasks.map(([what, who], index) => [
      `task-${index}`,
      {
        given: {
          task: `task-${index}`,
          plan: "hazardous-chemicals",
          card: `card-${index}`,
          what: what ?? "",
          who: who ?? "",
          withinMin: 15 + index * 10,
          needs: [{ capability: words.capabilities[index] ?? "", supply: "", quantity: 1 }],
          confirmedBy: words.confirmed,
          basis: words.basis,
        },
        givenAt: now - 12 * MINUTE,
        dueAt: now + (index * 6 - 2) * MINUTE,
        state: states[index] ?? "given",
        stateAt: now - 3 * MINUTE,
        note: "",
      },
    ]),
  );
}

export function makeIncidents(now: number): Incident[] {
  return words.incidents.map(([title, kind, substance, place], index) => ({
    id: `incident-${index + 1}`,
    opened: {
      title: `${title}(${words.hint})`,
      kind: kind ?? "",
      substance: substance ?? "",
      place: {
        words: place ?? "",
        street: (place ?? "").split(" ")[0] ?? "",
        point: { lon: CENTRE.lon - 0.05 + index * 0.05, lat: CENTRE.lat + 0.02 - index * 0.02 },
      },
      happenedAt: now - (16 + index * 60) * MINUTE,
      learnedAt: now - (14 + index * 60) * MINUTE,
      source: words.sources[0] ?? "",
      unit: "",
      caller: "",
      alerts: [],
    },
    openedAt: now - (13 + index * 60) * MINUTE,
    openedBy: words.officers[0] ?? "",
    harm: {
      dead: 0,
      seriouslyInjured: index,
      lightlyInjured: 2,
      missing: 0,
      trapped: 0,
      evacuated: 312,
      lossWanYuan: 0,
    },
    harmAt: now - 6 * MINUTE,
    grade: "ordinary",
    gradeByHarm: ["ordinary", "lowest"],
    gradeByPerson: false,
    response:
      index === 0
        ? {
            contents: {
              level: "three",
              matter: words.matter,
              periodH: 24,
              measures: words.measures,
              decidedBy: words.leader,
              overruled: "",
              confirmedBy: "",
              plan: "hazardous-chemicals",
            },
            since: now - 10 * MINUTE,
            startedBy: words.leader,
            below: [],
          }
        : null,
    tasks: index === 0 ? makeTasks(now) : {},
    orders: [],
    reports: [],
    mergedInto: null,
    closed: null,
    notes: 0,
  }));
}

export function incidentRow(incident: Incident, index: number): IncidentRow {
  const tasks = Object.values(incident.tasks);
  const open = tasks.filter((task) => task.state !== "done" && task.state !== "cannot");
  return {
    id: incident.id,
    callSign: `I${index + 1}`,
    title: incident.opened.title,
    kind: incident.opened.kind,
    place: incident.opened.place,
    grade: incident.grade,
    response: incident.response?.contents.level ?? null,
    learnedAt: incident.opened.learnedAt,
    open: incident.closed === null,
    tasksOpen: open.length,
    tasksLate: 0,
    ordersActive: incident.orders.length,
  };
}

export function makeScenarios(): ScenarioRow[] {
  return words.scenarios.map(([id, title, summary]) => ({
    id: id ?? "",
    title: title ?? "",
    summary: summary ?? "",
    lengthMin: 40,
    injects: words.injects.map((text, index): [number, string] => [index * 8, text]),
  }));
}
