import { expect, it } from "vitest";
import type { PlanDone, PlanSheet, PlanStepped, ReviewStep, VersionRow } from "../../../contract";
import { answerTo, dayAt, isSigned, nextInForce, passes, stepLines } from "./steps";

function version(id: string, parents: string[]): VersionRow {
  return { version: id, parents } as VersionRow;
}
function sheet(nextStep: ReviewStep | null, done: [string, ReviewStep, Partial<PlanStepped>?][]): PlanSheet {
  const steps = done.map(([of, step, more], at) => ({ at, what: { version: of, step, experts: [], simplifiedBecause: "", ...more } }));
  return {
    row: { nextStep },
    versions: [version("c", ["b"]), version("b", ["a"]), version("a", [])],
    record: { steps },
  } as unknown as PlanSheet;
}
const states = (of: PlanSheet, id: string) => stepLines(of, id).map((line) => line.state);
const agree = { experts: [{ name: "", unit: "", opinion: "", agrees: true }] };

it("counts the group and the table-top of the revision, and the review of the very text", () => {
  const of = sheet("review", [["a", "issue"], ["b", "group"], ["b", "tabletop"], ["b", "review", agree]]);
  expect(states(of, "c"), "the review was of another text").toEqual([
    "done", "done", "next", "later", "later", "later", "later",
  ]);
});

it("begins anew after an issue", () => {
  const of = sheet("group", [["a", "group"], ["a", "tabletop"], ["a", "issue"]]);
  expect(states(of, "b")[0], "the group of the last revision does not count").toBe("next");
});

it("shows a review that did not pass, and what a simplified approval leaves out", () => {
  const no = { name: "", unit: "", opinion: "", agrees: false };
  const failed = sheet("review", [["a", "review", { experts: [no] }]]);
  expect(states(failed, "a")[2]).toBe("failed");
  const simple = sheet("issue", [["a", "approve", { simplifiedBecause: "errata" }]]);
  expect(states(simple, "a")).toEqual(["left_out", "left_out", "left_out", "done", "next", "later", "later"]);
});

it("knows what is left for the version in force while a newer one is written", () => {
  const of = sheet("group", [["a", "issue"], ["a", "file"]]);
  expect(nextInForce(of, "a"), "it is filed and not published").toBe("publish");
  expect(stepLines(of, "a", "publish").at(-1)?.state, "and its list says so").toBe("next");
  expect(nextInForce(sheet("group", [["a", "issue"], ["a", "file"], ["a", "publish"]]), "a")).toBeNull();
});

it("asks for two thirds of the experts that are present", () => {
  const votes = (yes: number, no: number) => [...Array(yes).fill({ agrees: true }), ...Array(no).fill({ agrees: false })];
  expect([passes(votes(2, 1)), passes(votes(3, 2)), passes(votes(4, 2)), passes([])]).toEqual([true, false, true, false]);
});

it("takes an answer of the day on which the plan was handed in for its answer", () => {
  const [ten, noon] = [Date.UTC(2026, 10, 27, 8), Date.UTC(2026, 10, 27, 4)];
  const filed = { at: ten, event: "2", what: { version: "a" } } as PlanDone<PlanStepped>;
  const answers = (event: string) =>
    ({ record: { answers: [{ at: noon, event, what: { version: "a" } }] } }) as unknown as PlanSheet;
  expect(answerTo(answers("3"), filed)?.event, "entered after it").toBe("3");
  expect(answerTo(answers("1"), filed), "an answer to the time before").toBeNull();
});

it("has a review that is held again signed again", () => {
  const of = (signed: number) =>
    ({
      signatures: [{ version: "a", step: "review", at: signed, holds: true }],
      record: { steps: [{ recordedAt: 5, what: { version: "a", step: "review" } }] },
    }) as unknown as PlanSheet;
  expect([isSigned(of(4), "a", "review"), isSigned(of(6), "a", "review")]).toEqual([false, true]);
});

it("reads a day as noon in the district and refuses what is none", () => {
  expect(new Date(dayAt("2026-11-27") ?? 0).toISOString()).toBe("2026-11-27T04:00:00.000Z");
  for (const text of ["2026-02-30", "2026-13-01", "", "27.11.2026"]) expect(dayAt(text), text).toBeNull();
});
