/** From the codes of the desk to a sentence. */
import type { CallError, Refusal } from "../contract";
import { plain } from "../parts/plain";
import { objectionWords } from "../parts/way-back";
import { t } from "./index.svelte";

const ID_CHARS_MAX = 40;
/** A longer id says nothing to an officer; its end is enough to tell two apart. */
const ID_CHARS_SAID = 12;
const ID_TAIL_CHARS = 8;

function id(text: string): string {
  return plain(text.length > ID_CHARS_SAID ? text.slice(-ID_TAIL_CHARS) : text, ID_CHARS_MAX);
}

function named(table: Record<string, string>, code: string): string {
  return table[code] ?? plain(code, ID_CHARS_MAX);
}

function refusalWords(refusal: Refusal, now: number): string {
  const errors = t().errors;
  switch (refusal.code) {
    case "unknown":
      return errors.unknown(named(errors.nouns, refusal.what), id(refusal.id));
    case "needed":
      return errors.needed(named(errors.fields, refusal.field));
    case "too_long":
      return errors.too_long(named(errors.fields, refusal.field), refusal.max);
    case "out_of_range":
      // A table is compared with the whole list or not at all.
      if (refusal.field === "list") return errors.list_cut;
      return errors.out_of_range(named(errors.fields, refusal.field));
    case "wrong_state":
      return errors.wrong_state(
        named(errors.nouns, refusal.what),
        id(refusal.id),
        named(errors.states, refusal.state),
      );
    case "changed":
      return errors.changed(named(errors.nouns, refusal.what));
    case "team_busy":
      return errors.team_busy(refusal.orders.length);
    case "reason_needed":
      return errors.reason_needed(refusal.against.map((one) => objectionWords(one, now)));
    case "not_enough":
      return errors.not_enough(refusal.onHand);
    case "not_yours":
      return errors.not_yours(plain(refusal.who, ID_CHARS_MAX));
    case "same_person":
      return errors.same_person(plain(refusal.who, ID_CHARS_MAX));
    case "wrong_pin":
      return errors.wrong_pin(plain(refusal.who, ID_CHARS_MAX));
    case "holds_password":
      return errors.holds_password(named(errors.fields, refusal.field));
    case "exercise_mix":
      return errors.exercise_mix;
  }
}

/** What to tell the officer; `now` is the time of the desk's clock. */
export function errorWords(error: CallError, now: number): string {
  if (error.refusal !== null) return refusalWords(error.refusal, now);
  return t().errors[error.code];
}
