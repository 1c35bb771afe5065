/** The form that starts, raises or lowers a response, filled from the plan. */
import type {
  CardRow,
  Command,
  Incident,
  LegalDutyRow,
  LevelRow,
  PlanDetail,
  Response,
  ResponseLevel,
  SecondPerson,
  TaskGiven,
} from "../../contract";
import { listed } from "../../locale/format";

export const LEVELS: readonly ResponseLevel[] = ["one", "two", "three", "four"];
/** Hours a response may be foreseen for, at most; the desk refuses more. */
export const PERIOD_H_MAX = 2_160;

export interface ResponseForm {
  level: ResponseLevel;
  matter: string;
  periodH: number;
  measures: string;
  decidedBy: string;
  /** Why somebody else lowers it than who started the level in force; empty otherwise. */
  overruled: string;
  /** The second person at level Ⅰ or Ⅱ; empty elsewhere. */
  confirmedBy: string;
}

/** Whether a level takes a second person's word, as the desk is set. */
export function needsSecond(level: ResponseLevel, asked: SecondPerson): boolean {
  return asked !== "nobody" && (level === "one" || level === "two");
}

/** Which of the four legal contents are missing (突发事件应对法 (2024) art. 72). */
export type ResponseGap = "matter" | "period_h" | "measures" | "decided_by" | "confirmed_by" | "overruled";

export function levelRow(plan: PlanDetail | null, level: ResponseLevel): LevelRow | null {
  return plan?.levels.find((row) => row.level === level) ?? null;
}

/**
 * The contents as a plan foresees them. What a person wrote stays; what the plan wrote for another
 * level gives way.
 */
export function fillFrom(
  form: ResponseForm,
  plan: PlanDetail | null,
  level: ResponseLevel,
): ResponseForm {
  const before = levelRow(plan, form.level);
  const now = levelRow(plan, level);
  const take = (written: string, was: string | undefined, is: string | undefined): string =>
    written.trim() === "" || written === was ? (is ?? "") : written;
  const periodIsPlans = before === null || form.periodH === before.periodH || form.periodH === 0;
  return {
    level,
    matter: take(form.matter, before?.matter, now?.matter),
    measures: take(form.measures, before?.measures, now?.measures),
    periodH: periodIsPlans && now !== null ? now.periodH : form.periodH,
    decidedBy: form.decidedBy,
    overruled: form.overruled,
    confirmedBy: form.confirmedBy,
  };
}

/** Who answers for what is given up when a response is lowered to a level, null when it is ended: each once. */
export function givenUp(running: Response, to: ResponseLevel | null): string[] {
  const isAbove = (level: ResponseLevel) => to === null || LEVELS.indexOf(level) < LEVELS.indexOf(to);
  const top = { level: running.contents.level, by: running.startedBy };
  const levels = [top, ...running.below.toReversed()].filter((one) => isAbove(one.level));
  return [...new Set(levels.map((one) => one.by))];
}

/** Over whose heads somebody lowers or ends it, in one line; null where nobody else has a say (谁启动谁终止). */
export function headsOver(running: Response, to: ResponseLevel | null, by: string): string | null {
  const others = givenUp(running, to).filter((one) => one !== by.trim());
  return others.length === 0 ? null : listed(others);
}

/** Who started a level that is given up, when somebody else is about to lower it. */
export function overruledBy(form: ResponseForm, incident: Incident): string | null {
  const running = incident.response;
  return running === null ? null : headsOver(running, form.level, form.decidedBy);
}

/** The level to begin with: the one in force, else the one of the grade, else the lowest. */
export function firstLevel(incident: Incident): ResponseLevel {
  if (incident.response !== null) return incident.response.contents.level;
  switch (incident.grade) {
    case "extraordinarily_serious":
      return "one";
    case "serious":
      return "two";
    case "major":
      return "three";
    default:
      return "four";
  }
}

/** A form to begin with: what is in force, then what the plan says. */
export function beginForm(
  incident: Incident,
  plan: PlanDetail | null,
  actor: string,
): ResponseForm {
  const level = firstLevel(incident);
  const running = incident.response?.contents;
  if (running !== undefined) {
    const { matter, measures, periodH } = running;
    return { level, matter, measures, periodH, decidedBy: actor, overruled: "", confirmedBy: "" };
  }
  const said = { decidedBy: actor, overruled: "", confirmedBy: "" };
  const empty = { level, matter: "", measures: "", periodH: 0, ...said };
  return fillFrom(empty, plan, level);
}

export function gaps(
  form: ResponseForm,
  asked: SecondPerson,
  over: string | null = null,
): ResponseGap[] {
  const found: ResponseGap[] = [];
  if (form.matter.trim() === "") found.push("matter");
  const whole = Number.isInteger(form.periodH);
  if (!whole || form.periodH < 1 || form.periodH > PERIOD_H_MAX) found.push("period_h");
  if (form.measures.trim() === "") found.push("measures");
  if (form.decidedBy.trim() === "") found.push("decided_by");
  if (needsSecond(form.level, asked) && form.confirmedBy.trim() === "") found.push("confirmed_by");
  if (over !== null && form.overruled.trim() === "") found.push("overruled");
  return found;
}

export interface CardChoice {
  task: TaskGiven;
  clause: string;
  /** The incident has it already; it is not given again. */
  given: boolean;
  /** A duty of the law that no card of the plan carries; none for a card. */
  duty: "now" | "in_warning" | null;
}

/** The duties of the law that no card of the level carries. */
export function dutiesOf(
  rows: readonly LegalDutyRow[],
  level: ResponseLevel,
  incident: Incident,
): CardChoice[] {
  const given = Object.values(incident.tasks).map((task) => task.given);
  return rows
    .filter((row) => row.levels.includes(level))
    .map(({ task, inWarning }) => ({
      task,
      clause: task.basis,
      given: given.some((one) => one.plan === null && one.card === task.card),
      duty: inWarning ? "in_warning" : "now",
    }));
}

/** Cards of a level that are for other substances than the incident's. */
export function otherSubstances(plan: PlanDetail | null, level: ResponseLevel): number {
  const cards = plan?.cards ?? [];
  return cards.filter((card) => !card.fits && applies(card, level)).length;
}

function applies(card: CardRow, level: ResponseLevel): boolean {
  return card.levels.length === 0 || card.levels.includes(level);
}

/** The task cards of a level; those for other substances only when somebody asks for them. */
export function cardsOf(
  plan: PlanDetail | null,
  level: ResponseLevel,
  incident: Incident,
  others = false,
): CardChoice[] {
  if (plan === null) return [];
  const held = new Set(
    Object.values(incident.tasks).map((task) => `${task.given.plan}\u0000${task.given.card}`),
  );
  return plan.cards
    .filter((card) => (card.fits || others) && applies(card, level))
    .map(({ task, clause }) => ({
      task,
      clause,
      given: task.card !== "" && held.has(`${task.plan ?? plan.row.id}\u0000${task.card}`),
      duty: null,
    }));
}

/** The command of a filled form. */
export function startCommand(
  incident: string,
  form: ResponseForm,
  plan: PlanDetail | null,
  tasks: TaskGiven[],
  duties: TaskGiven[] = [],
): Command {
  const id = plan?.row.id ?? null;
  return {
    do: "start_response",
    incident,
    response: {
      ...form,
      decidedBy: form.decidedBy.trim(),
      overruled: form.overruled.trim(),
      confirmedBy: form.confirmedBy.trim(),
      plan: id,
    },
    // A duty of the law is no card of the plan.
    tasks: [...tasks.map((task) => ({ ...task, plan: task.plan ?? id })), ...duties],
  };
}
