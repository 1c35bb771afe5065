/** Acts on a plan in words, for those that are or may be withdrawn. */
import type { PlanActName } from "../../../contract";
import { date } from "../../../locale/format";
import { t } from "../../../locale/index.svelte";
import { plainLine } from "../../../parts/plain";

const WORDS_CHARS_MAX = 60;
const NAME_CHARS_MAX = 20;

/** What kind of act, with its step. */
export function actName(act: PlanActName): string {
  const words = t().plan_life;
  const step = act.step === null ? "" : words.step[act.step];
  return [step, words.act_kind[act.kind]].filter((one) => one !== "").join(" · ");
}

/** One act on a line: its day, what it was, its number or name, who entered it. */
export function actLine(act: PlanActName): string {
  const { at, words, by } = act;
  return t().plan_life.act_line(date(at), actName(act), plainLine(words, WORDS_CHARS_MAX), plainLine(by, NAME_CHARS_MAX));
}
