import { describe, expect, it } from "vitest";
import type {
  Clock,
  Incident,
  LegalDutyRow,
  PlanDetail,
  Recommendation,
  Report,
  ReportSheet,
  SheetField,
  Task,
  TaskGiven,
  TeamRow,
} from "../../contract";
import { drawings, sendCommand, sendings, taskFor, type Picks } from "./advice";
import { readHarm, textsOf } from "../../parts/harm";
import { readPaperTime } from "./paper";
import { readPoint } from "./place";
import {
  draftOf,
  edits,
  lateMs,
  missingFields,
  nextKind,
  readForm,
  sendGaps,
  writeForm,
} from "./reportform";
import { beginForm, cardsOf, dutiesOf, fillFrom, firstLevel, gaps,
  headsOver, otherSubstances, overruledBy, startCommand } from "./response";
import { byPressure, isLate, taskMoves } from "./tasks";

const given = (card: string): TaskGiven => ({
  task: "",
  plan: null,
  card,
  what: `do ${card}`,
  who: "",
  withinMin: 0,
  needs: [],
  confirmedBy: "",
  basis: "",
});
const plan = {
  row: { id: "hazmat" },
  levels: [
    { level: "two", condition: "", decides: "", matter: "M2", periodH: 36, measures: "A2" },
    { level: "three", condition: "", decides: "", matter: "M3", periodH: 24, measures: "A3" },
  ],
  cards: [
    { task: given("a"), levels: [], clause: "1", substances: [], fits: true },
    { task: given("b"), levels: ["two"], clause: "2", substances: [], fits: true },
    { task: given("c"), levels: ["three"], clause: "3", substances: [], fits: true },
  ],
} as unknown as PlanDetail;
const incident = { id: "i", response: null, grade: "serious", tasks: {} } as unknown as Incident;

describe("the response form", () => {
  it("begins with the level of the grade and what the plan says of it", () => {
    expect(firstLevel(incident)).toBe("two");
    const form = beginForm(incident, plan, "Wang");
    expect(form).toEqual({
      level: "two",
      matter: "M2",
      periodH: 36,
      measures: "A2",
      decidedBy: "Wang",
      overruled: "",
      confirmedBy: "",
    });
    expect(gaps(form, "nobody"), "all four legal contents are there").toEqual([]);
    expect(gaps(form, "name"), "level two takes a second person").toEqual(["confirmed_by"]);
    const light = fillFrom(form, plan, "three");
    expect(gaps(light, "pin"), "the district's own levels do not").toEqual([]);
  });

  it("follows the plan to another level but keeps what a person wrote", () => {
    const form = { ...beginForm(incident, plan, "Wang"), measures: "my own" };
    const next = fillFrom(form, plan, "three");
    expect(next).toMatchObject({ level: "three", matter: "M3", periodH: 24, measures: "my own" });
  });

  it("leaves the contents empty where the plan has no rule, and says so", () => {
    const next = fillFrom(beginForm(incident, plan, ""), plan, "one");
    expect(next.matter).toBe("");
    expect(gaps({ ...next, periodH: 0 }, "nobody")).toEqual(["matter", "period_h", "measures", "decided_by"]);
    expect(gaps({ ...next, periodH: 2_161 }, "nobody")).toContain("period_h");
  });

  it("begins with what is in force when a response runs", () => {
    const contents = { level: "four", matter: "X", periodH: 6, measures: "Y", decidedBy: "Li", plan: null };
    const running = { ...incident, response: { contents, since: 0, startedBy: "Li", below: [] } } as unknown as Incident;
    expect(beginForm(running, null, "Wang")).toMatchObject({ level: "four", matter: "X", decidedBy: "Wang" });
  });

  it("gives the cards of the level, and not those that are given already", () => {
    const held = { t: { given: { ...given("b"), plan: "hazmat" } } } as unknown as Incident["tasks"];
    const cards = cardsOf(plan, "two", { ...incident, tasks: held });
    expect(cards.map((card) => [card.task.card, card.given])).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  it("leaves out cards for other substances until somebody asks for them", () => {
    const others = { ...plan, cards: plan.cards.map((card, index) => ({ ...card, fits: index !== 0 })) };
    const names = (all: boolean) => cardsOf(others, "two", incident, all).map((card) => card.task.card);
    expect(names(false)).toEqual(["b"]);
    expect(otherSubstances(others, "two"), "it is said how many").toBe(1);
    expect(names(true)).toEqual(["a", "b"]);
  });

  it("asks for a reason when somebody else lowers it than who started the level", () => {
    const contents = { level: "two", matter: "X", periodH: 6, measures: "Y", decidedBy: "Li", plan: null };
    const running = { ...incident, response: { contents, since: 0, startedBy: "Li", below: [] } } as unknown as Incident;
    const form = { ...beginForm(running, null, "Wang"), confirmedBy: "Zhao" };
    const at = (level: "one" | "three", decidedBy = "Wang") => overruledBy({ ...form, level, decidedBy }, running);
    expect(at("one"), "anybody raises it").toBeNull();
    expect(overruledBy(form, running), "and changes its contents").toBeNull();
    expect(at("three", " Li "), "who started it lowers it").toBeNull();
    expect(at("three"), "谁启动谁终止").toBe("Li");
    const below = [{ level: "four", by: "Sun" }, { level: "three", by: "Zhou" }];
    const raised = { ...incident, response: { contents, since: 0, startedBy: "Li", below } } as unknown as Incident;
    const down = (level: "three" | "four") => overruledBy({ ...form, level, decidedBy: "Li" }, raised);
    expect(down("three"), "who raised it lowers what was added").toBeNull();
    expect(down("four"), "and not what another started").toBe("Zhou");
    expect(raised.response === null ? "" : headsOver(raised.response, null, "Li"), "nor ends it").toBe("Zhou、Sun");
    expect(gaps({ ...form, level: "three" }, "name", "Li")).toEqual(["overruled"]);
    expect(gaps({ ...form, level: "three", overruled: "ordered" }, "name", "Li")).toEqual([]);
  });

  it("offers the duties of the law that no card of the level carries", () => {
    const row = (card: string, levels: string[], inWarning = false) => ({ task: given(card), levels, inWarning });
    const rows = [row("law-73-1", ["three"]), row("law-66-1", ["two", "three"], true)] as LegalDutyRow[];
    const held = { t: { given: given("law-66-1") } } as unknown as Incident["tasks"];
    const at = (level: "two" | "three", tasks: Incident["tasks"] = {}) =>
      dutiesOf(rows, level, { ...incident, tasks }).map((one) => [one.task.card, one.duty, one.given]);
    expect(at("two")).toEqual([["law-66-1", "in_warning", false]]);
    expect(at("three", held), "what was given is not given again").toEqual([
      ["law-73-1", "now", false],
      ["law-66-1", "in_warning", true],
    ]);
    const command = startCommand("i", beginForm(incident, plan, "W"), plan, [given("a")], [given("law-73-1")]);
    expect(command, "a duty is no card of the plan").toMatchObject({
      tasks: [{ card: "a", plan: "hazmat" }, { card: "law-73-1", plan: null }],
    });
  });

  it("names the plan in the command and in each task", () => {
    const command = startCommand("i", beginForm(incident, plan, "W"), plan, [given("a")]);
    expect(command).toMatchObject({
      do: "start_response",
      response: { plan: "hazmat" },
      tasks: [{ card: "a", plan: "hazmat" }],
    });
  });
});

describe("the time on paper", () => {
  // 2026-11-24 20:10 in the district.
  const now = Date.UTC(2026, 10, 24, 12, 10);
  const at = (text: string) => readPaperTime(text, now);
  it("reads a time of day as the last one that has passed", () => {
    expect(at("20:05")).toEqual({ is: "time", at: Date.UTC(2026, 10, 24, 12, 5) });
    expect(at("20：05"), "full-width colon").toEqual(at("20:05"));
    expect(at("23:50"), "yesterday's").toEqual({ is: "time", at: Date.UTC(2026, 10, 23, 15, 50) });
  });
  it("reads day and time, with or without the year", () => {
    expect(at("11-23 08:30")).toEqual({ is: "time", at: Date.UTC(2026, 10, 23, 0, 30) });
    expect(at("2025-12-31 08:30")).toEqual({ is: "time", at: Date.UTC(2025, 11, 31, 0, 30) });
    expect(at("11月23日 08:30")).toEqual(at("11-23 08:30"));
  });
  it("refuses what is no time or not yet", () => {
    for (const text of ["", "8点", "25:00", "20:60", "2-30 10:00", "13-01 10:00"]) {
      expect(at(text), text).toEqual({ is: "unreadable" });
    }
    expect(at("11-25 08:00")).toEqual({ is: "future" });
  });
});

const field = (key: string, value: string, missing = false): SheetField => ({
  key,
  label: key,
  value,
  missing,
  edited: false,
});
const clock = { dueAt: 1_000, metAt: null } as Clock;

describe("the report form", () => {
  const fields = [field("place", "P"), field("cause", "", true), field("loss", "待核", true)];
  it("sends only what was changed", () => {
    expect(edits(fields, { place: "P", cause: "leak" })).toEqual([["cause", "leak"]]);
  });
  it("counts a field as missing until somebody wrote it", () => {
    expect(missingFields(fields, {}).map((one) => one.key)).toEqual(["cause", "loss"]);
    expect(missingFields(fields, { cause: "leak", loss: " " }).map((one) => one.key)).toEqual(["loss"]);
  });
  it("asks for a reason only when it is late", () => {
    expect(lateMs(clock, 900)).toBe(0);
    expect(lateMs(clock, 1_500)).toBe(500);
    expect(lateMs({ ...clock, metAt: 800 }, 1_500), "a met clock is not late").toBe(0);
    expect(lateMs(null, 1_500)).toBe(0);
    expect(sendGaps("Li", "", false)).toEqual([]);
    expect(sendGaps(" ", "", true)).toEqual(["signer", "late_reason"]);
  });
  it("proposes the report that comes next", () => {
    const sent = { sent: {}, drafted: { kind: "first" } } as Report;
    const draft = { id: "d", sent: null, drafted: { kind: "follow_up" } } as Report;
    expect(nextKind([], false)).toBe("first");
    expect(nextKind([sent], false)).toBe("follow_up");
    expect(nextKind([sent], true)).toBe("final");
    expect(draftOf([sent, draft], "follow_up")?.id).toBe("d");
    expect(draftOf([sent], "first"), "what was sent is no draft").toBeNull();
  });
  it("keeps an unfinished text and takes nothing else back", () => {
    const sheet = { fields } as unknown as ReportSheet;
    const text = writeForm({ cause: "leak", gone: "x" }, "Li", "");
    expect(readForm(text, sheet)).toEqual({ texts: { cause: "leak" }, signer: "Li", lateReason: "" });
    for (const broken of ["", "{", "null", "7", "{}"]) expect(readForm(broken, sheet), broken).toBeNull();
  });
});

describe("the advice", () => {
  const advice = {
    teams: [
      { team: "t1", capability: "gas", chosen: true, etaS: 60, etaEstimated: true },
      { team: "t2", capability: "gas", chosen: false, etaS: 90, etaEstimated: true },
      { team: "t1", capability: "rescue", chosen: true, etaS: 60, etaEstimated: true },
    ],
    lots: [{ lot: "l1", quantity: 4 }],
  } as unknown as Recommendation;
  const picks = (
    teams: [string, boolean][] = [],
    lots: [string, number][] = [],
    asAdvised = true,
  ): Picks => ({ teams: new Map(teams), lots: new Map(lots), asAdvised });

  it("sends each ticked team once", () => {
    expect(sendings(picks(), advice).map((one) => one.team)).toEqual(["t1"]);
  });
  it("lets the officer overrule it", () => {
    const chosen = sendings(picks([["t1", false], ["t2", true], ["t9", true]]), advice);
    expect(chosen.map((one) => one.team)).toEqual(["t2", "t9"]);
    expect(chosen[1]?.etaS, "nobody worked out the way of a team chosen by hand").toBeNull();
  });
  it("ticks nothing by itself after orders went out", () => {
    expect(sendings(picks([], [], false), advice)).toEqual([]);
    expect(drawings(picks([], [], false), advice)).toEqual([]);
  });
  it("draws what is advised or what was typed", () => {
    expect(drawings(picks(), advice)).toEqual([{ lot: "l1", quantity: 4 }]);
    expect(drawings(picks([], [["l1", 0], ["l2", 2]]), advice)).toEqual([{ lot: "l2", quantity: 2 }]);
  });
  it("sends a team with a running job knowingly as a further one", () => {
    const job = { progress: "en_route", claim: { is: "confirmed" } };
    const busy = { team: { assignments: [job] } } as unknown as TeamRow;
    const free = { team: { assignments: [] } } as unknown as TeamRow;
    const sending = { team: "t1", capability: "", etaS: null, etaEstimated: false };
    expect(sendCommand(sending, "i", null, "", busy)).toMatchObject({ furtherJob: true });
    expect(sendCommand(sending, "i", null, "", free)).toMatchObject({ furtherJob: false, despite: "" });
    expect(sendCommand(sending, "i", null, "", free, " agreed ")).toMatchObject({ despite: "agreed" });
  });
  it("gives the order to the most pressing open task that needs it", () => {
    const task = (name: string, state: Task["state"]) =>
      ({
        given: { task: name, what: name, needs: [{ capability: "gas", supply: "", quantity: 1 }] },
        state,
      }) as unknown as Task;
    const tasks = [task("a", "done"), task("b", "given")];
    expect(taskFor(tasks, "gas")?.given.task).toBe("b");
    expect(taskFor(tasks, "police")).toBeNull();
  });
});

describe("tasks, counts and points", () => {
  const task = (dueAt: number | null, state: Task["state"] = "given") =>
    ({ given: {}, givenAt: 0, dueAt, state, stateAt: 0, note: "" }) as unknown as Task;
  it("puts the nearest deadline first and what is done last", () => {
    const [late, free, done] = [task(5), task(null), task(1, "done")];
    expect(byPressure([done, free, late])).toEqual([late, free, done]);
    expect(isLate(late, 6)).toBe(true);
    expect(isLate(done, 6), "what is done is never late").toBe(false);
    expect(taskMoves("done")).toEqual([]);
    expect(taskMoves("given")[0]).toBe("received");
  });
  it("reads whole counts and names the fields that are none", () => {
    const none = {
      dead: 0,
      seriouslyInjured: 0,
      lightlyInjured: 0,
      missing: 0,
      trapped: 0,
      evacuated: 0,
      lossWanYuan: 0,
    };
    const texts = { ...textsOf(none), dead: "3", evacuated: "" };
    expect(readHarm(texts)).toEqual({ harm: { ...none, dead: 3 }, bad: [] });
    expect(readHarm({ ...texts, missing: "-1", trapped: "2.5" }).bad).toEqual(["missing", "trapped"]);
  });
  it("reads a point or none, never half of one", () => {
    expect(readPoint("117.1", "36.7")).toEqual({ is: "point", point: { lon: 117.1, lat: 36.7 } });
    expect(readPoint(" ", "")).toEqual({ is: "none" });
    for (const [lon, lat] of [["117", ""], ["181", "0"], ["0", "91"], ["1e2", "0"], ["x", "y"]] as const) {
      expect(readPoint(lon, lat), `${lon},${lat}`).toEqual({ is: "bad" });
    }
  });
});
