import { describe, expect, it } from "vitest";
import type { Fact } from "../contract";
import contract from "../contract/index.ts?raw";
import { setLanguage } from "../locale/index.svelte";
import { factWords, groupOf, LINE_CHARS_MAX, type FactKind, type FactNames } from "./facts";
import en from "../locale/en";
import zhCN from "../locale/zh-CN";

/** The kinds as the Rust types were written out, read from the generated text. */
const fact = /export type Fact = (.*);/.exec(contract)?.[1] ?? "";
const kinds = [...fact.matchAll(/"kind": "([^"]+)"/g)].map((found) => found[1] as FactKind);

const names: FactNames = {
  alert: (id) => `alert ${id}`,
  incident: (id) => `incident ${id}`,
  team: (id) => `team ${id}`,
  lot: (id) => `lot ${id}`,
  task: (id) => `task ${id}`,
  order: (id) => `order ${id}`,
  plan: (id) => `plan ${id}`,
  report: (id) => `report ${id}`,
  site: (id) => `site ${id}`,
  desk: (id) => `desk ${id}`,
  time: (ms) => `time ${ms}`,
};

/** One body that has every field of every kind, so that each wording finds what it reads. */
const harm = {
  dead: 1,
  seriouslyInjured: 2,
  lightlyInjured: 3,
  missing: 4,
  trapped: 5,
  evacuated: 6,
  lossWanYuan: 7,
};
const body = {
  notice: { texts: [{ headline: "H" }], event: "E", identifier: "I" },
  feed: "F",
  note: "N",
  until: 1,
  reason: "R",
  into: "into",
  incident: "inc",
  title: "T",
  place: { words: "P", street: "S", point: null },
  learnedAt: 2,
  source: "SRC",
  harm,
  major: true,
  act: { kind: "step", step: "approve", at: 9 },
  also: [{ kind: "signature", step: "approve", at: 10 }],
  cause: "verify_asked",
  since: 11,
  toldBy: "TOLD",
  clock: "CLOCK",
  days: 12,
  grade: "major",
  text: "TEXT",
  off: "off",
  alerts: ["a"],
  level: "two",
  decidedBy: "D",
  matter: "M",
  periodH: 24,
  measures: "MEAS",
  plan: "pl",
  ground: "G",
  finding: "false",
  why: "by_design",
  priority: "urgent",
  step: "louder",
  waitedS: 30,
  what: "W",
  who: "WHO",
  withinMin: 30,
  task: "t1",
  state: "cannot",
  callSign: "T1",
  name: "NAME",
  readiness: "reduced",
  point: { lon: 1, lat: 2 },
  to: "to",
  epoch: 3,
  team: "team1",
  words: "WORDS",
  authority: "remote",
  furtherJob: true,
  keep: "k",
  withdraw: ["w"],
  quantity: 8,
  unit: "U",
  from: "from",
  kind: "follow_up",
  number: 2,
  signer: "SIG",
  recipients: ["R1", "R2"],
  lateReason: "LATE",
  by: "BY",
  leader: "L",
  officers: ["O1"],
  openMatters: ["m"],
  with: [],
  toneHeard: true,
  remarks: "REM",
  seed: 5,
  speed: 6,
  oral: true,
  replaces: { order: "o0", team: "team0", incident: "inc", reason: "R" },
  stop: 0,
  paper: { number: "NUM", signer: "SIG", note: "N" },
  phase: "resting",
  receiver: "REC",
  quality: "good",
  returned: 1,
  used: 2,
  writtenOff: 3,
  owner: { name: "OWN", address: "A", contact: "C" },
  goods: [{ name: "GOOD", model: "MOD", unit: "U", quantity: 3 }],
  purpose: "PUR",
  executor: "EX",
  whole: 1,
  damaged: 2,
  lost: 3,
  fen: 150_050,
  payee: "PAY",
  receipt: "REC-1",
  last: true,
  way: "paper",
  decision: "partly",
  saidBy: "SAID",
  people: 9,
  all: true,
  channel: "sms",
  attempt: 2,
  again: true,
  outcome: "failed",
  detail: "503",
  how: "phone",
  rung: 1,
  due: "2026-05-31",
  closed: true,
  carrier: "CAR",
  open: true,
  headCount: 9,
  free: 3,
  fromDeg: 45,
  speedMps: 3.5,
  working: false,
  available: true,
  question: "Q",
  answer: "A",
  file: "FILE",
  rows: [{ id: "r", countedBy: 0 }],
  undone: 4,
  kept: 1,
  summary: { title: "T" },
  parents: ["v1", "v2"],
  role: "ROLE",
  missing: ["MISS"],
  result: "RESULT",
  revise: true,
  findings: [{ clause: "C", words: "WORDS" }],
  accepted: false,
  replacedBy: "other",
  part: 0,
  parts: 2,
  year: 2026,
};
/** Kinds whose body uses a field with another meaning. */
const OWN: Partial<Record<FactKind, object>> = {
  "plan.saved": { ...body, why: "WHY" },
  "plan.signed": { ...body, step: "review" },
  "order.moved": { ...body, to: "en_route" },
  "order.stop_moved": { ...body, what: "reached" },
  "site.registered": { ...body, kind: "depot" },
  "site.danger_found": { ...body, owner: "OWNER" },
  "site.danger_stepped": { ...body, step: { step: "note", words: "WORDS" } },
  "firm.registered": { ...body, name: "NAME", code: "CODE", industry: "TRADE" },
  "site.unit_registered": { unit: "S|U", told: { name: "NAME", tanks: [{}, {}], note: "N" } },
  "point.registered": { ...body, feed: "FEED", device: "DEVICE", position: "POSITION" },
  "site.risk_assessed": { ...body, judged: { method: "matrix", likelihood: 4, severity: 5 }, source: "SRC" },
  "circular.sent": { ...body, recipients: [{ name: "R1", team: null, ladder: [] }] },
  "aid.signed": { ...body, number: "NUM" },
  "plan.stepped": { ...body, number: "NUM", step: "review" },
  "plan.filing_answered": { ...body, answer: "incomplete", number: "NUM" },
  "person.registered": { ...body, kind: "expert" },
  "closure.set": { ...body, kind: "flooded" },
  "fence.set": { ...body, on: "leave" },
  "import.applied": { ...body, rows: 12 },
};

describe("the wording of the log", () => {
  it("has the list of kinds to test against", () => {
    expect(kinds.length, "the generated Fact type names its kinds").toBeGreaterThan(40);
    expect(new Set(kinds).size, "no kind is named twice").toBe(kinds.length);
  });

  for (const [language, texts] of [
    ["zh-CN", zhCN],
    ["en", en],
  ] as const) {
    it(`has words for each kind in ${language}, and for no other`, () => {
      expect(Object.keys(texts.facts.say).sort()).toEqual([...kinds].sort());
    });

    for (const kind of kinds) {
      it(`says ${kind} in ${language} without a gap`, () => {
        setLanguage(language);
        const said = factWords({ kind, body: OWN[kind] ?? body }, names);
        expect(said.length, "a sentence is more than a word").toBeGreaterThan(2);
        expect(said, "nothing is missing in it").not.toMatch(/undefined|null|NaN|\[object/);
        expect(said, "the body was readable").not.toContain(texts.facts.unreadable(kind));
      });
    }
  }

  it("says that a kind is unknown instead of hiding it", () => {
    setLanguage("zh-CN");
    expect(factWords({ kind: "weather.measured", body: {} }, names)).toContain("请升级");
    expect(factWords({ kind: "toString", body: {} }, names), "no inherited name counts").toContain(
      "请升级",
    );
  });

  it("says that a body does not fit instead of breaking the list", () => {
    setLanguage("en");
    for (const broken of [null, 7, "text", { notice: 3 }]) {
      const said = factWords({ kind: "alert.received", body: broken }, names);
      expect(said, `a body ${JSON.stringify(broken)} is refused in words`).toContain("upgrade");
    }
  });

  it("shows hostile text as plain, bounded text", () => {
    setLanguage("zh-CN");
    const text = `<script>\u202e\u0000${"x".repeat(1_000_000)}`;
    const said = factWords({ kind: "incident.noted", body: { text } }, names);
    expect(said.length, "a megabyte does not reach the page").toBeLessThan(LINE_CHARS_MAX * 8);
    expect(said, "no direction override is left").not.toMatch(/[\u202e\u0000]/);
    expect(said, "markup stays visible as text").toContain("<script>");
  });

  it("names the lot or the team where the body does not", () => {
    setLanguage("en");
    const line = { kind: "stock.drawn", body, entityKind: "lot", entity: "lot-7" };
    expect(factWords(line, names)).toMatch(/^lot lot-7: /);
    const noted = { kind: "incident.noted", body, entityKind: "incident", entity: "i" };
    expect(factWords(noted, names), "a note needs no name").toBe("Note: TEXT");
  });

  it("puts each kind into one group", () => {
    const groups = new Set(kinds.map((kind: Fact["kind"]) => groupOf(kind)));
    expect([...groups].sort()).toEqual(["alert", "dispatch", "people", "report", "response"]);
  });
});
