/** The steps of review and filing as they stand for one version. */
import type { FilingAnswered, PlanDone, PlanSheet, PlanStepped, ReviewStep, VersionRow } from "../../../contract";
import { date } from "../../../locale/format";

/** GB/T 29639-2020 4.1 and 4.8 for firms, 国办发〔2024〕5号 art. 20 to 28 for governments. */
export const STEPS: readonly ReviewStep[] = [
  "group",
  "tabletop",
  "review",
  "approve",
  "issue",
  "file",
  "publish",
];
/** Steps of the whole revision: they count for every later version until the next issue. */
const OF_REVISION: readonly ReviewStep[] = ["group", "tabletop"];

/** `left_out`: a simplified approval made it needless. */
export type StepState = "done" | "failed" | "left_out" | "next" | "later";

export interface StepLine {
  step: ReviewStep;
  state: StepState;
  /** What was done last, when something was. */
  done: PlanDone<PlanStepped> | null;
}

/** A version and all it was made from. */
function lineOf(versions: readonly VersionRow[], version: string): Set<string> {
  const line = new Set<string>();
  const open = [version];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const row = versions.find((one) => one.version === id);
    if (row === undefined || line.has(id)) continue;
    line.add(id);
    open.push(...row.parents);
  }
  return line;
}

/** Of the experts that are present, two thirds have to agree: GB/T 29639-2020 4.8 b. */
export function passes(experts: readonly { agrees: boolean }[]): boolean {
  const agree = experts.filter((one) => one.agrees).length;
  return experts.length > 0 && agree * 3 >= experts.length * 2;
}

/** The steps for a version, in their order; what comes next is for the desk to say. */
export function stepLines(
  sheet: PlanSheet,
  version: string,
  next: ReviewStep | null = sheet.row.nextStep,
): StepLine[] {
  const line = lineOf(sheet.versions, version);
  const before = sheet.record.steps.findLast(
    ({ what }) => what.step === "issue" && what.version !== version && line.has(what.version),
  );
  if (before !== undefined) {
    for (const earlier of lineOf(sheet.versions, before.what.version)) line.delete(earlier);
  }
  const counts = ({ what }: PlanDone<PlanStepped>) =>
    what.version === version || (OF_REVISION.includes(what.step) && line.has(what.version));
  const steps = sheet.record.steps.filter(counts);
  const simplified = steps.some(({ what }) => what.step === "approve" && what.simplifiedBecause !== "");
  return STEPS.map((step) => {
    const done = steps.findLast(({ what }) => what.step === step) ?? null;
    if (done !== null) {
      const failed = step === "review" && !passes(done.what.experts);
      return { step, done, state: failed ? "failed" : "done" };
    }
    if (simplified && STEPS.indexOf(step) < STEPS.indexOf("approve")) return { step, done, state: "left_out" };
    return { step, done, state: step === next ? "next" : "later" };
  });
}

/**
 * What is left to do for the version in force while a newer one is written: it is still filed and
 * published.
 */
export function nextInForce(sheet: PlanSheet, version: string): ReviewStep | null {
  const left = stepLines(sheet, version, null).filter((line) => line.done === null);
  return left.find((line) => line.step === "file" || line.step === "publish")?.step ?? null;
}

/** True when an act comes after another: by the day, then by the event; an hour is not known of paper. */
export function isAfter(act: PlanDone<unknown>, before: PlanDone<unknown>): boolean {
  const [day, dayBefore] = [date(act.at), date(before.at)];
  return day === dayBefore ? act.event > before.event : day > dayBefore;
}

/** What the office said to what was handed in last; null when it was handed in again since. */
export function answerTo(sheet: PlanSheet, filed: PlanDone<PlanStepped> | undefined): PlanDone<FilingAnswered> | null {
  if (filed === undefined) return null;
  const answers = sheet.record.answers.filter((one) => one.what.version === filed.what.version);
  return answers.findLast((one) => isAfter(one, filed)) ?? null;
}

/** The step is signed over this text: a review that is held again is signed again. */
export function isSigned(sheet: PlanSheet, version: string, step: ReviewStep): boolean {
  const held = sheet.record.steps.filter(({ what }) => step === "review" && what.step === step && what.version === version);
  const last = held.reduce((at, one) => Math.max(at, one.recordedAt), -Infinity);
  const good = sheet.signatures.filter((one) => one.holds && one.step === step && one.version === version);
  // A signature is dated by the desk's clock when it is made.
  return good.some((one) => one.at > last);
}

/** Noon of a day in the district, in milliseconds; null for what is no day. */
export function dayAt(day: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day.trim());
  if (found === null) return null;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const at = Date.UTC(year, month - 1, date, 4);
  const back = new Date(at);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === date ? at : null;
}
