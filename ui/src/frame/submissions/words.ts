/** A record in words: who told it, how it went, how it stands. */
import type { Submission, SubmissionRow } from "../../contract";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";
import { COURSE } from "./form.svelte";

const PART_CHARS_MAX = 40;

/** Who told it, or that it is sealed. */
export function tellerWords({ submission, village }: SubmissionRow): string {
  const words = t().submissions.list;
  const { teller, channel, sealed } = submission.received;
  if (channel === "tip_off") return sealed === null ? words.not_kept : words.sealed;
  const unit = village !== "" ? village : teller.unit;
  const parts = [unit, teller.name, teller.post, teller.phone].map((part) => plainLine(part, PART_CHARS_MAX));
  const told = parts.filter((part) => part !== "");
  return told.length === 0 ? words.nobody : told.join(" ");
}

/** What was told of how it went, each part under its name. */
export function accountWords({ received }: Submission): string {
  const words = t().submissions.form;
  const parts = COURSE.map((field) => [words[field], received[field].trim()] as const);
  const told = parts.filter(([, text]) => text !== "").map(([label, text]) => `${label}${t().words.colon}${text}`);
  if (received.reportedTo.trim() !== "") told.push(`${words.reported_to}${t().words.colon}${received.reportedTo.trim()}`);
  return told.join("\n");
}

/** Closed of all told, in percent with one digit; null where nothing was told. */
export function ratePercent(closed: number, told: number): string | null {
  return told === 0 ? null : ((closed / told) * 100).toFixed(1);
}
