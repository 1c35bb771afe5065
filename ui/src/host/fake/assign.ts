/** Several incidents at once, as the made-up desk answers. */
import type { Alternative, AssignedTeam, Assignments, CostRow, WhatIf } from "../../contract";
import type { FakeState } from "./state";
import words from "./words.json";

const COST: CostRow = {
  total: 42,
  teamTravel: 12,
  teamShort: 0,
  supplyTravel: 0,
  convoys: 30,
  supplyShort: 0,
  coverage: 0,
  change: 0,
  bound: 41.5,
  gap: 0.012,
};
const PLACE = { lon: 117.13, lat: 36.72 };

export function alternatives(): Alternative[] {
  const lost = [{ code: "370112009", name: words.streets[0] ?? "", point: PLACE }];
  return [
    { prefer: "fastest", lastArrivalS: 500, teams: 2, short: 0, lost },
    { prefer: "fewest", lastArrivalS: 640, teams: 1, short: 0, lost },
    { prefer: "coverage", lastArrivalS: 780, teams: 2, short: 0, lost: [] },
  ];
}

/** Teams that go to one incident. */
const TEAMS_EACH = 3;

function line(state: FakeState, incident: string, at: number): AssignedTeam[] {
  const team = state.teams[at]?.team;
  if (team === undefined) return [];
  const other = state.incidents.find((one) => one.id !== incident)?.id ?? null;
  const way = at % TEAMS_EACH;
  return [
    {
      team: team.id,
      callSign: team.registered.callSign,
      name: team.registered.name,
      incident,
      capability: team.registered.capabilities[0] ?? "",
      etaS: 420 + at * 70,
      etaEstimated: at % 2 === 0,
      pinned: false,
      underWay: way === 1,
      redirects: way === 2 && other !== null ? "order-made" : null,
      redirectedFrom: way === 2 ? other : null,
      next: { name: way === 0 ? "" : (state.teams[at + 1]?.team.registered.name ?? ""), etaS: 900, costs: 18.4 },
      against: [],
    },
  ];
}

export function assignments(state: FakeState): Assignments {
  const scenes = state.incidents.slice(0, 2);
  const lot = state.lots[0];
  const mover = state.teams.at(-1)?.team;
  return {
    at: state.now(),
    seq: state.seq,
    state: "first",
    timeLimitS: 3,
    weights: {
      teamTravel: 1,
      teamShort: 2_000,
      supplyTravel: 0.05,
      supplyShort: 20,
      convoy: 30,
      coverage: 15,
      change: 10,
    },
    cost: COST,
    firstTotal: COST.total,
    scenes: scenes.map((one, index) => ({
      incident: one.id,
      callSign: `I${index + 1}`,
      title: one.opened.title,
      grade: one.grade,
      severity: 1,
      needs: [
        { capability: "gas", supply: "", quantity: 2 },
        { capability: "medical", supply: "", quantity: 1 },
      ],
      needsFrom: index === 1 ? { plan: "exercise-hazmat", title: state.plans[0]?.title ?? "", level: "four" } : null,
      placed: index === 0,
    })),
    teams: scenes.flatMap((one, index) =>
      Array.from({ length: TEAMS_EACH }, (_, at) => line(state, one.id, index * TEAMS_EACH + at)).flat(),
    ),
    lots: scenes.slice(0, 1).flatMap((one) =>
      lot === undefined
        ? []
        : [
            {
              lot: lot.id,
              name: lot.registered.name,
              depot: words.depot,
              incident: one.id,
              quantity: 4,
              unit: lot.registered.unit,
              etaS: 700,
              etaEstimated: false,
              next: { name: "", etaS: null, costs: 80 },
            },
          ],
    ),
    calledBack: [],
    short: scenes.map((one) => ({
      incident: one.id,
      need: { capability: "gas", supply: "", quantity: 1 },
      missing: 1,
      inReach: 2,
      elsewhere: 1,
      sources: [
        { kind: "request_aid", name: "", contact: "", arrivalMin: null, quantity: null },
        { kind: "requisition", name: "", contact: "", arrivalMin: null, quantity: null },
      ],
    })),
    lost: alternatives()[0]?.lost ?? [],
    never: [],
    moves:
      mover === undefined
        ? []
        : [
            {
              team: mover.id,
              callSign: mover.registered.callSign,
              name: mover.registered.name,
              from: words.streets[1] ?? "",
              to: words.streets[0] ?? "",
              etaS: 540,
              etaEstimated: true,
            },
          ],
    dropped: [],
    travelSource: words.travel,
    zonesNote: "",
  };
}

export function whatIf(state: FakeState): WhatIf {
  return {
    at: state.now(),
    state: "better",
    today: COST,
    then: COST,
    teams: [],
    pieces: [],
    short: [],
    lost: [],
    regained: [],
  };
}
