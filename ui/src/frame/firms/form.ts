/** The form of a firm: what is typed, what is wrong with it, what it comes to. */
import type { FirmRegistered } from "../../contract";
import { pointOf, pointText } from "../../parts/moments";

/** Characters of a unified social credit code; its check digit is the desk's to check (GB 32100-2015). */
export const CODE_CHARS = 18;

export interface FirmTexts {
  name: string;
  code: string;
  industry: string;
  place: string;
  street: string;
  at: string;
  role: string;
  phone: string;
  note: string;
}

export type FirmFault = "name" | "code" | "at";

export function firmTexts(told: FirmRegistered | null): FirmTexts {
  return {
    name: told?.name ?? "",
    code: told?.code ?? "",
    industry: told?.industry ?? "",
    place: told?.place.words ?? "",
    street: told?.place.street ?? "",
    at: pointText(told?.place.point ?? null),
    role: told?.role ?? "",
    phone: told?.phone ?? "",
    note: told?.note ?? "",
  };
}

/** A code as it is kept: without spaces, in capitals. */
export function codeOf(typed: string): string {
  return typed.replace(/\s/g, "").toUpperCase();
}

export function firmFaults(texts: FirmTexts): FirmFault[] {
  const code = codeOf(texts.code);
  const faults: [FirmFault, boolean][] = [
    ["name", texts.name.trim() === ""],
    ["code", code !== "" && code.length !== CODE_CHARS],
    ["at", texts.at.trim() !== "" && pointOf(texts.at) === null],
  ];
  return faults.filter(([, wrong]) => wrong).map(([name]) => name);
}

export function firmOf(texts: FirmTexts): FirmRegistered {
  return {
    name: texts.name.trim(),
    code: codeOf(texts.code),
    industry: texts.industry.trim(),
    place: { words: texts.place.trim(), street: texts.street.trim(), point: pointOf(texts.at) },
    role: texts.role.trim(),
    phone: texts.phone.trim(),
    note: texts.note.trim(),
    import: "",
  };
}

/** Whether two entries say the same: nobody writes over what they have not seen. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
