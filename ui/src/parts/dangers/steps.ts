/** What can be done about a hidden danger, which fields that asks for, and the command of each. */
import type { Command, DangerRow, DangerStep } from "../../contract";

export type StepName =
  | "supervise"
  | "plan"
  | "note"
  | "extend"
  | "submit"
  | "check"
  | "close"
  | "evaluate"
  | "withdraw";

export type FieldName =
  | "level"
  | "body"
  | "number"
  | "until"
  | "responsible"
  | "measures"
  | "funds"
  | "plan_until"
  | "contingency"
  | "text"
  | "reason"
  | "approved_by"
  | "asked_by"
  | "verdict"
  | "checked_by";

export interface Field {
  key: FieldName;
  type: "text" | "day" | "level" | "verdict";
  needed: boolean;
}

export type Values = Partial<Record<FieldName, string>>;

const text = (key: FieldName, needed = true): Field => ({ key, type: "text", needed });

/** The fields of a step; which are needed may hang on what was chosen so far. */
export function fieldsOf(name: StepName, row: DangerRow, values: Values): readonly Field[] {
  switch (name) {
    case "supervise":
      return [
        { key: "level", type: "level", needed: true },
        text("body"),
        text("number", false),
        { key: "until", type: "day", needed: false },
      ];
    case "plan":
      return [
        text("responsible", false),
        text("measures"),
        text("funds", false),
        { key: "plan_until", type: "day", needed: false },
        text("contingency", false),
      ];
    case "extend":
      return [{ key: "until", type: "day", needed: true }, text("reason"), text("approved_by", row.supervision !== null)];
    case "submit":
      return [text("asked_by"), text("text")];
    case "check":
      return [{ key: "verdict", type: "verdict", needed: true }, text("checked_by"), text("text", values.verdict === "no")];
    case "evaluate":
      return [{ key: "verdict", type: "verdict", needed: true }, text("text")];
    case "withdraw":
      return [text("reason")];
    case "note":
    case "close":
      return [text("text")];
  }
}

/** What is offered now, the next act first. Whatever is offered, the desk decides. */
export function offered(row: DangerRow): readonly StepName[] {
  switch (row.stage) {
    case "closed":
      return ["evaluate", "note"];
    case "submitted":
      return ["check", "note", "extend"];
    case "accepted":
      return ["close", "note"];
    case "found":
    case "planned":
    case "refused": {
      const close: StepName[] = row.needsAcceptance ? [] : ["close"];
      return ["plan", "submit", "supervise", "note", "extend", ...close];
    }
  }
}

/** What a form starts with: what stands is corrected, not typed again. */
export function startOf(name: StepName, row: DangerRow): Values {
  if (name === "plan" && row.plan !== null) {
    const { responsible, measures, funds, until, contingency } = row.plan;
    return { responsible, measures, funds, plan_until: until ?? "", contingency };
  }
  if (name === "plan") return { responsible: row.danger.found.owner };
  if (name === "submit") return { asked_by: row.danger.found.owner };
  return {};
}

export function isReady(name: StepName, row: DangerRow, values: Values): boolean {
  return fieldsOf(name, row, values).every((field) => !field.needed || (values[field.key] ?? "").trim() !== "");
}

/** The command; `act` names the act that is taken back, none for the danger as a whole. */
export function commandOf(name: StepName, row: DangerRow, values: Values, act: string | null): Command {
  const say = (key: FieldName) => (values[key] ?? "").trim();
  const day = (key: FieldName) => say(key) || null;
  const { site } = row;
  const danger = row.danger.event;
  const step = (step: DangerStep): Command => ({
    do: "resource",
    act: { act: "step_danger", site, stepped: { danger, step } },
  });
  switch (name) {
    case "withdraw":
      return {
        do: "resource",
        act: { act: "withdraw_danger", site, withdrawn: { danger, act, reason: say("reason") } },
      };
    case "close":
      return { do: "resource", act: { act: "close_danger", site, closed: { danger, note: say("text") } } };
    case "supervise":
      return step({
        step: "supervise",
        supervision: { number: say("number"), body: say("body"), level: say("level"), until: day("until") },
      });
    case "plan":
      return step({
        step: "plan",
        plan: {
          responsible: say("responsible"),
          measures: say("measures"),
          funds: say("funds"),
          until: day("plan_until"),
          contingency: say("contingency"),
        },
      });
    case "note":
      return step({ step: "note", words: say("text") });
    case "extend":
      return step({ step: "extend", until: say("until"), reason: say("reason"), approvedBy: say("approved_by") });
    case "submit":
      return step({ step: "submit", askedBy: say("asked_by"), words: say("text") });
    case "check":
      return step({ step: "check", accepted: say("verdict") === "yes", checkedBy: say("checked_by"), words: say("text") });
    case "evaluate":
      return step({ step: "evaluate", effective: say("verdict") === "yes", words: say("text") });
  }
}
