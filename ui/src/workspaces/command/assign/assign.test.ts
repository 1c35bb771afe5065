import { describe, expect, it } from "vitest";
import type { AssignedTeam, Assignments, IncidentDetail, TeamRow, Topic } from "../../../contract";
import { AssignBoard, teamCommand, toSend } from "./board.svelte";
import { question, ringOf } from "./what-if";

function line(team: string, incident: string, more: Partial<AssignedTeam> = {}): AssignedTeam {
  return {
    team,
    callSign: team.toUpperCase(),
    name: team,
    incident,
    capability: "gas",
    etaS: 300,
    etaEstimated: false,
    pinned: false,
    underWay: false,
    redirects: null,
    redirectedFrom: null,
    next: null,
    against: [],
    ...more,
  };
}

describe("what is asked", () => {
  it("is another question when it is asked anew, and the same while nothing is said", () => {
    const board = new AssignBoard();
    const first = board.request;
    expect(board.request, "asked again it is the same question").toEqual(first);
    board.again();
    expect(board.request.ask, "everything is read anew").not.toBe(first.ask);
  });
  it("fixes a team at one incident only, and lets it go again", () => {
    const board = new AssignBoard();
    board.pin("t1", "a");
    board.pin("t1", "b");
    expect(board.pinned, "nobody is at two places").toEqual([{ team: "t1", incident: "b" }]);
    board.pin("t1", "b");
    expect(board.pinned, "the second press takes it back").toEqual([]);
  });
  it("never both fixes and forbids", () => {
    const board = new AssignBoard();
    board.pin("t1", "a");
    board.forbid("t1", "a");
    expect(board.request, "the last word counts").toMatchObject({
      pinned: [],
      forbidden: [{ team: "t1", incident: "a" }],
    });
    board.pin("t1", "a");
    expect(board.forbidden, "the other way round too").toEqual([]);
  });
  it("says that things have changed since it was read", () => {
    const board = new AssignBoard();
    const answer = (seq: number) => ({ seq }) as unknown as Assignments;
    const batch = (to: number, topics: Topic[]) => ({ from: to - 1, to, topics, entities: [], alarm: null });
    board.hear(batch(8, ["orders"]));
    expect(board.isOld(answer(7)), "rows stay, the officer is told").toBe(true);
    expect(board.isOld(answer(8)), "this was read after it").toBe(false);
    board.hear(batch(9, ["positions"]));
    expect(board.isOld(answer(8)), "places alone change all the time").toBe(false);
  });
});

describe("what is sent", () => {
  const answer = {
    teams: [line("t1", "a"), line("t2", "a", { underWay: true }), line("t3", "b")],
    lots: [{ lot: "l1", incident: "a" }],
  } as unknown as Assignments;
  it("is what is ticked and not under way already", () => {
    const board = new AssignBoard();
    const ids = () => toSend(answer, (thing, at) => board.isOn(thing, at)).teams.map((one) => one.team);
    expect(ids(), "who is on the way needs no order").toEqual(["t1", "t3"]);
    board.tick("t1", "a", false);
    expect(ids(), "the officer took one out").toEqual(["t3"]);
    expect(toSend(null, () => true), "no answer sends nothing").toEqual({ teams: [], lots: [] });
  });
  it("goes by the same command as from one incident; a team under way is redirected", () => {
    const task = { given: { task: "x", what: "seal it", needs: [{ capability: "gas", supply: "", quantity: 1 }] }, state: "given", dueAt: null };
    const detail = { incident: { tasks: { x: task } } } as unknown as IncidentDetail;
    const free = { team: { assignments: [] } } as unknown as TeamRow;
    expect(teamCommand(line("t1", "a"), detail, free, "why", ""), "a plain order for the open task").toMatchObject({
      do: "send_team",
      team: "t1",
      incident: "a",
      task: "x",
      words: "seal it",
      furtherJob: false,
      etaS: 300,
    });
    const other = line("t1", "a", { redirects: "o1", redirectedFrom: "b" });
    expect(teamCommand(other, detail, free, "why", ""), "its order is replaced, with a reason").toMatchObject({
      do: "order",
      act: "redirect",
      order: "o1",
      reason: "why",
      with: { team: "t1", incident: "a", task: "x" },
    });
  });
});

describe("what is supposed", () => {
  const place = { lon: 117.1, lat: 36.7 };
  const needs = [{ capability: "gas", supply: "", quantity: 1 }];
  const nothing = { incident: null, radiusM: null, point: null, depot: "" };
  it("is no question until there is something to suppose and where", () => {
    const board = new AssignBoard();
    expect(question("q", board, nothing), "nothing is supposed").toBeNull();
    const incident = { grade: null, needs };
    expect(question("q", board, { ...nothing, incident }), "it has no place").toBeNull();
    expect(question("q", board, { ...nothing, radiusM: 300 }), "nor has this").toBeNull();
    expect(
      question("q", board, { ...nothing, incident: { grade: null, needs: [] }, point: place }),
      "an incident without needs changes nothing",
    ).toBeNull();
    expect(question("q", board, { ...nothing, depot: "d" }), "a depot needs no place").toMatchObject({
      without: ["d"],
      incident: null,
      closures: [],
    });
  });
  it("carries what a person fixed, and closes a ring round the place", () => {
    const board = new AssignBoard();
    board.pin("t1", "a");
    const asked = question("q", board, { ...nothing, incident: { grade: null, needs }, radiusM: 300, point: place });
    expect(asked, "both at once").toMatchObject({ pinned: [{ team: "t1" }], incident: { point: place } });
    expect(asked?.closures, "one closure").toHaveLength(1);
    for (const corner of ringOf(place, 300)) {
      const north = (corner.lat - place.lat) * 111_320;
      const east = (corner.lon - place.lon) * 111_320 * Math.cos((place.lat * Math.PI) / 180);
      expect(Math.hypot(north, east), "as far as was said").toBeCloseTo(300, 0);
    }
  });
});
