/** A form that is asked in a dialog and becomes one command. */
import type { Command } from "../../../contract";

export interface Field {
  key: string;
  label: string;
  kind: "text" | "area" | "count" | "money" | "choice" | "check";
  /** What stands in it at first; `yes` for a ticked box. */
  value: string;
  /** Value and label of each choice. */
  choices?: readonly (readonly [string, string])[];
  needed?: boolean;
  /** Largest count. */
  max?: number;
}

export interface Form {
  title: string;
  /** Word on the button. */
  commit: string;
  fields: readonly Field[];
  /** What it comes to; only asked when [`faults`] finds nothing. */
  command: (values: Values) => Command;
  /** What is said when it is on disk. */
  done: string;
  help?: string;
}

export type Values = Readonly<Record<string, string>>;

const FEN_MAX = 1e12;

/** Text of a field, trimmed. */
export function text(values: Values, key: string): string {
  return (values[key] ?? "").trim();
}

/** Count in a field; 0 when it is none. */
export function count(values: Values, key: string): number {
  const typed = text(values, key);
  return /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}

/** Fen (分) of an amount typed in yuan; null when it is none. */
export function fen(typed: string): number | null {
  const found = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (found === null) return null;
  const amount = Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return amount <= FEN_MAX ? amount : null;
}

/** Keys of the fields that cannot stay as they are. */
export function faults(form: Form, values: Values): string[] {
  return form.fields
    .filter((field) => {
      const typed = text(values, field.key);
      if (field.kind === "check") return false;
      if (typed === "") return field.needed === true;
      if (field.kind === "money") return fen(typed) === null;
      if (field.kind !== "count") return false;
      const number = count(values, field.key);
      return !/^\d{1,9}$/.test(typed) || number > (field.max ?? 1e9) || (field.needed === true && number === 0);
    })
    .map((field) => field.key);
}

export function first(form: Form): Record<string, string> {
  return Object.fromEntries(form.fields.map((field) => [field.key, field.value]));
}
