import { expect, test } from "vitest";
import type { IncidentDetail, Need, Order, Progress, TeamRow } from "../../../contract";
import { fakeHost } from "../../../host/fake";
import { covers, openNeeds, serves } from "./cover";

const host = fakeHost({ alerts: 10, rate: 0, link: "live", exercise: false, duty: true, busy: true });

function need(capability: string, quantity: number, supply = ""): Need {
  return { capability, supply, quantity };
}

async function scene(needs: Need[][]): Promise<{ detail: IncidentDetail; teams: TeamRow[] }> {
  const [row] = await host.call("incidents", {});
  const [detail, teams] = await Promise.all([host.call("incident", { id: row?.id ?? "" }), host.call("teams", {})]);
  const tasks: IncidentDetail["incident"]["tasks"] = {};
  needs.forEach((all, index) => {
    const given = { task: `t${index}`, what: "演练", who: "", withinMin: 0, confirm: "", needs: all, basis: "" };
    tasks[`t${index}`] = { given, givenAt: 0, dueAt: null, state: "given", stateAt: 0, note: "" } as never;
  });
  return { detail: { ...detail, incident: { ...detail.incident, tasks }, orders: [], lots: [] }, teams };
}

function order(team: string, progress: Progress, claim: Order["claim"] = { is: "confirmed" }): Order {
  return { id: `${team}-${progress}`, sent: { team }, progress, claim, steps: [] } as unknown as Order;
}

test("tasks need the largest number of a capability and the sum of a supply", async () => {
  const { detail } = await scene([
    [need("hazmat", 1), need("", 4, "S1")],
    [need("hazmat", 3), need("", 6, "S1")],
  ]);
  expect(openNeeds(detail), "one team can serve two tasks, one set cannot").toEqual([
    need("hazmat", 3),
    need("", 10, "S1"),
  ]);
});

test("what is there and what is coming cover a need, and the rest is the gap", async () => {
  const { detail, teams } = await scene([[need("x", 4)]]);
  const able = teams.slice(0, 4).map((row) => ({
    ...row,
    team: { ...row.team, registered: { ...row.team.registered, capabilities: ["x"] } },
  }));
  const [one, two, three, four] = able.map((row) => row.team.id);
  const orders = [
    order(one ?? "", "on_scene"),
    order(two ?? "", "en_route"),
    order(three ?? "", "released"),
    order(four ?? "", "sent", { is: "unconfirmed" }),
  ];
  const [cover] = covers({ ...detail, orders }, able);
  expect(cover, "an order that ended or is not confirmed covers nothing").toMatchObject({ there: 1, coming: 1, gap: 2 });
});

test("the largest gap stands first", async () => {
  const { detail, teams } = await scene([[need("a", 1), need("b", 5)]]);
  expect(covers(detail, teams).map((one) => one.need.capability), "what is missing most").toEqual(["b", "a"]);
});

test("a supply serves a need for its own code and for the group above it", () => {
  const cases: [string, string, boolean][] = [
    ["2050101", "2050101", true],
    ["2050101", "2050100", true],
    ["2050101", "2050000", true],
    ["2050100", "2050101", false],
    ["2060101", "2050100", false],
    ["S1", "S2", false],
  ];
  for (const [supply, wanted, fits] of cases) {
    expect(serves(supply, wanted), `${supply} for ${wanted}`).toBe(fits);
  }
});
