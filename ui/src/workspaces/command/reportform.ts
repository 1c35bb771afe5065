/** The report as an officer changes it, and what still keeps it from being sent. */
import type { Clock, Report, ReportKind, ReportSheet, SheetField } from "../../contract";

/** Texts by field name as the officer left them. */
export type FieldTexts = Record<string, string>;

/** What the officer changed against the draft, in the order of the form. */
export function edits(fields: readonly SheetField[], texts: FieldTexts): [string, string][] {
  return fields.flatMap((field) => {
    const text = texts[field.key];
    return text === undefined || text === field.value ? [] : [[field.key, text] as [string, string]];
  });
}

/** Fields that nothing is known of and nobody wrote. */
export function missingFields(fields: readonly SheetField[], texts: FieldTexts): SheetField[] {
  return fields.filter((field) => {
    const text = texts[field.key];
    return field.missing && (text === undefined || text === field.value || text.trim() === "");
  });
}

/** How late a report is in milliseconds, 0 when it is in time, without a clock or met. */
export function lateMs(clock: Clock | null, at: number): number {
  if (clock === null || clock.metAt !== null) return 0;
  return Math.max(0, at - clock.dueAt);
}

export type SendGap = "signer" | "late_reason";

/** What the rules ask for before it may go. */
export function sendGaps(signer: string, lateReason: string, late: boolean): SendGap[] {
  const found: SendGap[] = [];
  if (signer.trim() === "") found.push("signer");
  if (late && lateReason.trim() === "") found.push("late_reason");
  return found;
}

/** The report that is due next: the first one, and follow-ups after it. */
export function nextKind(reports: readonly Report[], closed: boolean): ReportKind {
  const sent = reports.filter((report) => report.sent !== null);
  if (sent.length === 0) return "first";
  return closed ? "final" : "follow_up";
}

/** The draft of a kind that waits to be sent, the newest one. */
export function draftOf(reports: readonly Report[], kind: ReportKind): Report | null {
  return (
    reports.findLast((report) => report.sent === null && report.drafted.kind === kind) ?? null
  );
}

/** The name under which the unsaved text of a report is kept. */
export function formKey(incident: string, kind: ReportKind): string {
  return `report:${incident}:${kind}`;
}

/** The unsaved texts as stored, and back; a text that cannot be read is none. */
export function writeForm(texts: FieldTexts, signer: string, lateReason: string): string {
  return JSON.stringify({ texts, signer, lateReason });
}

export interface KeptForm {
  texts: FieldTexts;
  signer: string;
  lateReason: string;
}

export function readForm(text: string, sheet: ReportSheet): KeptForm | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null || !("texts" in read)) return null;
  const { texts, signer, lateReason } = read as Partial<KeptForm>;
  const known = new Set(sheet.fields.map((field) => field.key));
  const kept = Object.entries(texts ?? {}).filter(
    ([key, value]) => known.has(key) && typeof value === "string",
  );
  return {
    texts: Object.fromEntries(kept),
    signer: typeof signer === "string" ? signer : "",
    lateReason: typeof lateReason === "string" ? lateReason : "",
  };
}
