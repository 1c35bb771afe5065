import { expect, test } from "vitest";
import type { DangerRow, DangerStage } from "../../contract";
import { commandOf, fieldsOf, isReady, offered, startOf } from "./steps";

function row(more: Partial<DangerRow> = {}): DangerRow {
  return {
    site: "S1",
    title: "PLACE",
    street: "",
    field: "",
    point: null,
    danger: {
      event: "d1",
      found: { words: "WORDS", major: false, owner: "OWNER", due: null, source: "" },
      at: 0,
      by: "BY",
      closedAt: null,
      closedNote: "",
      acts: [],
    },
    stage: "found",
    supervision: null,
    plan: null,
    missing: [],
    due: null,
    days: null,
    overdue: false,
    soon: false,
    needsAcceptance: false,
    ...more,
  };
}

test("an ordinary danger may be struck off at once, one that needs acceptance not", () => {
  expect(offered(row()), "nobody has to look").toContain("close");
  expect(offered(row({ needsAcceptance: true })), "somebody else looks first").not.toContain("close");
  const next: [DangerStage, string][] = [
    ["submitted", "check"],
    ["accepted", "close"],
    ["refused", "plan"],
    ["closed", "evaluate"],
  ];
  for (const [stage, step] of next) expect(offered(row({ stage, needsAcceptance: true }))[0], stage).toBe(step);
});

test("a refusal says why, and more time under supervision says who agreed", () => {
  expect(isReady("check", row(), { verdict: "yes", checked_by: "LOOKED" }), "accepted").toBe(true);
  expect(isReady("check", row(), { verdict: "no", checked_by: "LOOKED" }), "refused without words").toBe(false);
  const more = { until: "2026-05-31", reason: "WHY" };
  expect(isReady("extend", row(), more), "the owner's own").toBe(true);
  const supervision = { number: "", body: "BODY", level: "LEVEL", until: null };
  expect(isReady("extend", row({ supervision }), more), "put up by somebody").toBe(false);
  expect(fieldsOf("plan", row(), {}).map((field) => field.key), "the five elements").toEqual([
    "responsible",
    "measures",
    "funds",
    "plan_until",
    "contingency",
  ]);
});

test("each step is one command that names the danger, and a plan that stands is corrected", () => {
  expect(startOf("submit", row()).asked_by, "the owner asks").toBe("OWNER");
  const plan = { responsible: "R", measures: "M", funds: "", until: "2026-03-20", contingency: "" };
  const start = startOf("plan", row({ plan }));
  expect(commandOf("plan", row(), start, null)).toEqual({
    do: "resource",
    act: { act: "step_danger", site: "S1", stepped: { danger: "d1", step: { step: "plan", plan } } },
  });
  expect(commandOf("close", row(), { text: " DONE " }, null)).toEqual({
    do: "resource",
    act: { act: "close_danger", site: "S1", closed: { danger: "d1", note: "DONE" } },
  });
  expect(commandOf("withdraw", row(), { reason: "WHY" }, "a1"), "one act").toEqual({
    do: "resource",
    act: { act: "withdraw_danger", site: "S1", withdrawn: { danger: "d1", act: "a1", reason: "WHY" } },
  });
});
