/** What can be entered on a plan beside its text: the fields of each act, and its command. */
import type { Command, PlanPaper, ReviewStep, RevisionTrigger } from "../../../contract";

export interface ActField {
  /** Its word in `t().plan_life.field`. */
  key: string;
  type: "text" | "area" | "lines" | "check" | "choice" | "day" | "papers" | "experts" | "findings";
  needed?: boolean;
  /** Codes of a choice; their words are in `t().plan_life.choice`. */
  among?: readonly string[];
}

export interface Expert {
  name: string;
  unit: string;
  agrees: boolean;
  opinion: string;
}
export interface Finding {
  clause: string;
  words: string;
}

/** What stands in the form. */
export interface Entered {
  texts: Record<string, string>;
  papers: PlanPaper[];
  experts: Expert[];
  findings: Finding[];
}

export interface Act {
  /** Its word in `t().plan_life.act`. */
  name: string;
  fields: readonly ActField[];
  /** The step for which a person signs first. */
  signs?: ReviewStep | null;
  command: (entered: Entered) => Command;
}

/** Cases in which a plan is revised at once, in the order of 国办发〔2024〕5号 art. 35. */
export const TRIGGERS: readonly RevisionTrigger[] = ["law", "command", "risk", "resources", "finding", "own"];
const ANSWERS = ["accepted", "incomplete", "refused"] as const;

const day: ActField = { key: "day", type: "day", needed: true };
const note: ActField = { key: "note", type: "text" };
const papers: ActField = { key: "papers", type: "papers" };
const signer: ActField[] = [
  { key: "signer", type: "text", needed: true },
  { key: "signer_role", type: "text", needed: true },
];
/** Steps that need a signature over the very text: GB/T 29639-2020 4.8 b, 国办发〔2024〕5号 art. 25. */
export const SIGNED: readonly ReviewStep[] = ["review", "approve", "issue"];

const say = (entered: Entered, key: string) => (entered.texts[key] ?? "").trim();
const lines = (entered: Entered, key: string) =>
  say(entered, key).split("\n").map((line) => line.trim()).filter((line) => line !== "");
/** Lines of a form that say nothing are left out. */
const named = (list: readonly PlanPaper[]) => list.filter((one) => `${one.name}${one.number}`.trim() !== "");

const STEP_FIELDS: Record<ReviewStep, readonly ActField[]> = {
  group: [day, papers, note],
  tabletop: [day, papers, note],
  review: [day, { key: "experts", type: "experts", needed: true }, papers, note],
  approve: [day, { key: "number", type: "text" }, papers, note],
  issue: [day, { key: "number", type: "text", needed: true }, papers, note],
  file: [day, { key: "filed_to", type: "text", needed: true }, { key: "number", type: "text" }, papers, note],
  publish: [day, { key: "published_at", type: "text", needed: true }, papers, note],
};

export interface StepWish {
  /** A signature for it is there already. */
  signed: boolean;
  /** `simplified`: an approval without group, table-top and review; `before`: issued before this log. */
  as?: "simplified" | "before";
}

/** One step of review and filing. */
export function stepAct(plan: string, version: string, step: ReviewStep, wish: StepWish): Act {
  const simplified: ActField = { key: "simplified_because", type: "area", needed: true };
  const signs = SIGNED.includes(step) && !wish.signed && wish.as !== "before";
  const [first = day, ...rest] = STEP_FIELDS[step];
  return {
    name: wish.as ?? step,
    fields: [first, ...(wish.as === "simplified" ? [simplified] : []), ...rest, ...(signs ? signer : [])],
    signs: signs ? step : null,
    command: (entered) => ({
      do: "plan",
      act: "step",
      plan,
      stepped: {
        version,
        step,
        documents: named(entered.papers),
        experts: step === "review" ? entered.experts.filter((one) => one.name.trim() !== "") : [],
        number: say(entered, "number"),
        to: say(entered, step === "file" ? "filed_to" : "published_at"),
        simplifiedBecause: wish.as === "simplified" ? say(entered, "simplified_because") : "",
        issuedBefore: wish.as === "before",
        note: say(entered, "note"),
      },
    }),
  };
}

/** What the office says that the plan was handed in to. */
export function answerAct(plan: string, version: string): Act {
  return {
    name: "answer",
    fields: [
      day,
      { key: "answer", type: "choice", among: ANSWERS, needed: true },
      { key: "number", type: "text" },
      { key: "missing", type: "lines" },
      { key: "refused_because", type: "area" },
    ],
    command: (entered) => ({
      do: "plan",
      act: "answer_filing",
      plan,
      answered: {
        version,
        answer: ANSWERS.find((one) => one === say(entered, "answer")) ?? "accepted",
        number: say(entered, "number"),
        missing: lines(entered, "missing"),
        reason: say(entered, "refused_because"),
      },
    }),
  };
}

export function assessAct(plan: string, version: string): Act {
  return {
    name: "assess",
    fields: [day, { key: "result", type: "area", needed: true }, { key: "revise", type: "check" }, papers],
    command: (entered) => ({
      do: "plan",
      act: "assess",
      plan,
      assessed: {
        version,
        revise: say(entered, "revise") === "yes",
        result: say(entered, "result"),
        documents: named(entered.papers),
      },
    }),
  };
}

export function drillAct(plan: string): Act {
  return {
    name: "drill",
    fields: [
      day,
      { key: "drill_title", type: "text", needed: true },
      { key: "drill_form", type: "text" },
      { key: "findings", type: "findings" },
      papers,
    ],
    command: (entered) => ({
      do: "plan",
      act: "drill",
      plan,
      drilled: {
        title: say(entered, "drill_title"),
        form: say(entered, "drill_form"),
        findings: entered.findings.filter((one) => one.words.trim() !== ""),
        documents: named(entered.papers),
      },
    }),
  };
}

/** `others` are the plans that may stand in its place. */
export function endAct(plan: string, others: readonly string[]): Act {
  return {
    name: "end",
    fields: [
      day,
      { key: "replaced_by", type: "choice", among: ["", ...others] },
      { key: "ended_because", type: "area", needed: true },
      { key: "number", type: "text" },
    ],
    command: (entered) => ({
      do: "plan",
      act: "end",
      plan,
      ended: {
        replacedBy: say(entered, "replaced_by") || null,
        reason: say(entered, "ended_because"),
        number: say(entered, "number"),
      },
    }),
  };
}

export function suggestAct(plan: string, clauses: readonly string[]): Act {
  return {
    name: "suggest",
    fields: [
      { key: "trigger", type: "choice", among: TRIGGERS, needed: true },
      { key: "suggest_clause", type: "choice", among: ["", ...clauses] },
      { key: "suggest_words", type: "area", needed: true },
      { key: "suggest_source", type: "text", needed: true },
    ],
    command: (entered) => {
      const clause = say(entered, "suggest_clause");
      return {
        do: "plan",
        act: "suggest",
        plan,
        suggested: {
          // The desk gives it its name.
          suggestion: "",
          trigger: TRIGGERS.find((one) => one === say(entered, "trigger")) ?? "own",
          clauses: clause === "" ? [] : [clause],
          words: say(entered, "suggest_words"),
          source: say(entered, "suggest_source"),
        },
      };
    },
  };
}

export function holidaysAct(year: number): Act {
  return {
    name: "holidays",
    fields: [
      { key: "year", type: "text", needed: true },
      { key: "free", type: "lines" },
      { key: "worked", type: "lines" },
      { key: "holidays_source", type: "text", needed: true },
    ],
    command: (entered) => ({
      do: "plan",
      act: "set_holidays",
      set: {
        year: Number(say(entered, "year")) || year,
        free: lines(entered, "free"),
        worked: lines(entered, "worked"),
        source: say(entered, "holidays_source"),
      },
    }),
  };
}

/** Fields that lack their words. */
export function lacking(act: Act, entered: Entered, isDay: (text: string) => boolean): string[] {
  const bad = act.fields.filter(({ key, type, needed }) => {
    if (type === "day") return !isDay(say(entered, key));
    if (type === "experts") return !entered.experts.some((one) => one.name.trim() !== "");
    if (type === "lines" && (key === "free" || key === "worked")) return !lines(entered, key).every(isDay);
    return needed === true && type !== "choice" && say(entered, key) === "";
  });
  return bad.map((field) => field.key);
}
