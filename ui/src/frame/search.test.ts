import { expect, test, vi } from "vitest";
import type { MarkedText, SearchAnswer, SearchHit, SearchRequest } from "../contract";
import { Desk } from "../desk.svelte";
import type { Host } from "../host/host";
import { TYPING_MS } from "../parts/times";
import { Ui } from "../ui.svelte";
import { blocks, canOpen, canRead, FIRST_HITS, openHit, pieces } from "./search";
import { Searching } from "./searching.svelte";

const HIT: SearchHit = {
  kind: "clause",
  title: "",
  heading: { text: "", marks: [] },
  snippet: { text: "", marks: [] },
  whole: { text: "", marks: [] },
  unit: "",
  state: "",
  plan: "",
  clause: null,
  card: "",
  entity: null,
  incident: "",
  fact: "",
  seq: 0,
  at: null,
};

function answer(count: number): SearchAnswer {
  const hits = Array.from({ length: Math.min(count, 50) }, () => HIT);
  return {
    words: [],
    cut: false,
    loose: false,
    groups: [{ kind: "clause", total: count, more: false, hits }],
    units: [],
    fields: [],
    states: [],
    behind: 0,
  };
}

test.each<[string, MarkedText, string]>([
  ["in the middle", { text: "先疏散群众", marks: [[1, 3]] }, "先[疏散]群众"],
  ["several", { text: "氯气，疏散", marks: [[0, 2], [3, 5]] }, "[氯气]，[疏散]"],
  ["beside a pair of code units", { text: "𠮷氯气", marks: [[2, 4]] }, "𠮷[氯气]"],
  ["markup stays text", { text: "<b>氯</b>", marks: [[3, 4]] }, "<b>[氯]</b>"],
  ["marks that do not fit", { text: "氯气", marks: [[1, 9], [5, 4]] }, "氯气"],
  ["nothing", { text: "", marks: [] }, ""],
])("the pieces of a text are lit: %s", (_, marked, expected) => {
  const shown = pieces(marked).map(({ text, lit }) => (lit ? `[${text}]` : text));
  expect(shown.join(""), "as the desk marked it").toBe(expected);
});

test("each kind shows its first hits and the way to the others", () => {
  const [block] = blocks(answer(9), false);
  expect(block?.rows.length, "some, and one line more").toBe(FIRST_HITS + 1);
  expect(block?.rows.at(-1), "says how many are left").toMatchObject({ is: "more", left: 5 });
  expect(blocks(answer(9), true)[0]?.rows.length, "alone it shows all").toBe(9);
  expect(blocks(answer(2), false)[0]?.rows.length, "few need no further line").toBe(2);
});

test("each page says how many are left after it, and leads back", () => {
  const page = (offset: number, shown: number) => {
    const { groups, ...rest } = answer(120);
    const cut = groups.map((group) => ({ ...group, hits: group.hits.slice(0, shown) }));
    return blocks({ ...rest, groups: cut }, true, offset)[0]?.rows ?? [];
  };
  expect(page(0, 50).at(-1), "the first leads on").toMatchObject({ is: "more", left: 70 });
  expect(page(0, 50)[0]?.is, "and nowhere back").toBe("hit");
  expect(page(50, 50).at(-1), "what was before does not count").toMatchObject({ is: "more", left: 20 });
  expect(page(100, 20).at(-1)?.is, "the last leads nowhere").toBe("hit");
  expect(page(100, 20)[0]?.is, "but back").toBe("back");
});

function opened(hit: Partial<SearchHit>): { ui: Ui; ran: string[]; active: string | null } {
  const ui = new Ui();
  const ran: string[] = [];
  const actions = { run: (name: string) => ran.push(name) };
  const desk = { ui, actions, selection: { active: null as string | null }, openFirm: Desk.prototype.openFirm };
  openHit(desk as unknown as Desk, { ...HIT, ...hit });
  return { ui, ran, active: desk.selection.active };
}

test("a clause and a card open in their plan", () => {
  const { ui } = opened({ plan: "p", clause: 3, card: "c" });
  expect([ui.workspace, ui.plan, ui.spot], "at the spot").toEqual([
    "plans",
    "p",
    { clause: 3, card: "c" },
  ]);
});

test("what the log has opens where it belongs", () => {
  const incident = opened({ kind: "incident", entity: { kind: "incident", id: "I" }, incident: "I", seq: 4 });
  expect([incident.ui.workspace, incident.ui.incident, incident.ui.line], "an incident").toEqual(["command", "I", null]);
  const line = opened({ kind: "line", entity: { kind: "order", id: "O" }, incident: "I", seq: 9 });
  expect(line.ui.line, "a line of an incident, at the line").toEqual({ kind: "incident", id: "I", seq: 9 });
  const duty = opened({ kind: "line", entity: { kind: "duty", id: "duty" }, seq: 7 });
  expect([duty.ui.workspace, duty.ui.line?.seq], "a line of the watch").toEqual(["watch", 7]);
  const alert = opened({ kind: "alert", entity: { kind: "alert", id: "A" } });
  expect([alert.ui.workspace, alert.active], "an alert").toEqual(["watch", "A"]);
  const firm = opened({ kind: "contact", entity: { kind: "firm", id: "F" } });
  expect([firm.ran, firm.ui.firmAsked], "a firm, in the list of firms").toEqual([["firms"], "F"]);
  const person = opened({ kind: "contact", entity: { kind: "person", id: "P" } });
  expect([person.ui.face, person.ui.resource], "a person").toEqual(["resources", { kind: "people", id: "P" }]);
  const article = { ...HIT, whole: { text: "第一条\n立即报告", marks: [[4, 6]] as [number, number][] } };
  expect([canOpen(article), canRead(article)], "an article is read where it stands").toEqual([false, true]);
  expect(canRead({ ...article, plan: "p" }), "what opens is read where it is").toBe(false);
  const lines = pieces(article.whole, true).map(({ text, lit }) => (lit ? `[${text}]` : text));
  expect(lines.join(""), "with its lines").toBe("第一条\n[立即]报告");
});

test("the newest question is answered, whatever comes late", async () => {
  vi.useFakeTimers();
  const waiting: { request: SearchRequest; done: (answer: SearchAnswer) => void }[] = [];
  const call = (_: string, request: SearchRequest) =>
    new Promise<SearchAnswer>((done) => waiting.push({ request, done }));
  const search = new Searching({ call } as unknown as Host, "");
  const type = (words: string) => {
    search.words = words;
    return search.look();
  };
  const giveUp = type("氯");
  giveUp();
  type("氯气");
  await vi.advanceTimersByTimeAsync(TYPING_MS);
  type("氯气泄漏");
  await vi.advanceTimersByTimeAsync(TYPING_MS);
  expect(waiting.map((one) => one.request.words), "a question given up is not asked").toEqual(["氯气", "氯气泄漏"]);
  waiting[1]?.done(answer(2));
  await vi.advanceTimersByTimeAsync(0);
  waiting[0]?.done(answer(9));
  await vi.advanceTimersByTimeAsync(0);
  expect(search.answer?.groups[0]?.total, "the late answer to an old question is dropped").toBe(2);
  expect(search.busy, "nothing is awaited").toBe(false);
  type(" ");
  expect(search.answer, "no words, no hits").toBe(null);
  vi.useRealTimers();
});

test("other words begin at the first page, and a failure keeps the last answer", async () => {
  vi.useFakeTimers();
  let fails = false;
  const asked: SearchRequest[] = [];
  const call = (_: string, request: SearchRequest) => {
    asked.push(request);
    return fails ? Promise.reject(new Error("no")) : Promise.resolve(answer(3));
  };
  const search = new Searching({ call } as unknown as Host, "氯气");
  search.only("clause");
  search.look();
  await vi.advanceTimersByTimeAsync(TYPING_MS);
  search.offset = 50;
  search.look();
  await vi.advanceTimersByTimeAsync(TYPING_MS);
  search.words = "疏散";
  fails = true;
  search.look();
  await vi.advanceTimersByTimeAsync(TYPING_MS);
  expect(asked.map((one) => one.offset), "a page counts on its words").toEqual([0, 50, 0]);
  expect([search.failed, search.answer?.groups.length], "the old hits stay, and it says so").toEqual([true, 1]);
  expect(search.isCurrent, "they are no answer to what is asked now").toBe(false);
  fails = false;
  search.look();
  await vi.advanceTimersByTimeAsync(TYPING_MS);
  expect([search.failed, search.isCurrent], "asked again it is answered").toEqual([false, true]);
  vi.useRealTimers();
});
