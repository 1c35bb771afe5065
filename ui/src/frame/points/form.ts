/** The forms of a point: what is typed, what is wrong with it, what it comes to. */
import type { PointLimits, PointRegistered, PointRow } from "../../contract";
import { pointOf, pointText } from "../../parts/moments";

/** As the desk bounds them: seconds of a period and of a delay. */
const PERIOD_S = { least: 10, most: 31 * 86_400 };
const DELAY_S_MAX = 86_400;

export interface PointTexts {
  name: string;
  site: string;
  position: string;
  at: string;
  silentAfterS: string;
  staleAfterS: string;
  note: string;
}

export type PointFault = "name" | "at" | "silentAfterS" | "staleAfterS";

export function pointTexts(row: PointRow): PointTexts {
  const told = row.registered;
  const some = (seconds: number | null | undefined) => (seconds == null ? "" : String(seconds));
  return {
    name: told?.name ?? "",
    site: told?.site ?? "",
    position: told?.position ?? "",
    at: pointText(told?.at ?? null),
    silentAfterS: some(told?.silentAfterS),
    staleAfterS: some(told?.staleAfterS),
    note: told?.note ?? "",
  };
}

/** What the register says of it now, in one line. */
export function toldText(row: PointRow): string {
  const { name, site, position, at, silentAfterS, staleAfterS, note } = pointTexts(row);
  const place = row.siteName === "" ? site : row.siteName;
  return [name, place, position, at, silentAfterS, staleAfterS, note].filter((one) => one !== "").join(" · ");
}

/** True when two entries say the same, both as the desk sent them. */
export function isSame(one: object | null, other: object | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A whole number of seconds; null where nothing stands, undefined where it cannot be read. */
function seconds(text: string): number | null | undefined {
  const typed = text.normalize("NFKC").trim();
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : undefined;
}

function isPeriod(text: string): boolean {
  const read = seconds(text);
  return read === null || (read !== undefined && read >= PERIOD_S.least && read <= PERIOD_S.most);
}

export function pointFaults(texts: PointTexts): PointFault[] {
  const faults: [PointFault, boolean][] = [
    ["name", texts.name.trim() === ""],
    ["at", texts.at.trim() !== "" && pointOf(texts.at) === null],
    ["silentAfterS", !isPeriod(texts.silentAfterS)],
    ["staleAfterS", !isPeriod(texts.staleAfterS)],
  ];
  return faults.filter(([, wrong]) => wrong).map(([name]) => name);
}

export function registeredOf(row: PointRow, texts: PointTexts): PointRegistered {
  return {
    feed: row.feed,
    device: row.device,
    name: texts.name.trim(),
    site: texts.site === "" ? null : texts.site,
    at: pointOf(texts.at),
    position: texts.position.trim(),
    silentAfterS: seconds(texts.silentAfterS) ?? null,
    staleAfterS: seconds(texts.staleAfterS) ?? null,
    note: texts.note.trim(),
    import: "",
  };
}

/** Those in whole seconds, 0 where none is given. */
const SECONDS = ["rateOverS", "onDelayS", "offDelayS"] as const satisfies readonly (keyof PointLimits)[];

/** Numbers of the limits in the order of the form. */
export const LIMIT_FIELDS = [
  "lowLow", "low", "high", "highHigh", "deadband", "risePerMin", "fallPerMin", "rateOverS", "onDelayS", "offDelayS",
] as const satisfies readonly (keyof PointLimits)[];
export type LimitField = (typeof LIMIT_FIELDS)[number];
export type LimitTexts = Record<LimitField, string>;

export function limitTexts(limits: PointLimits | null): LimitTexts {
  const of = (name: LimitField) => {
    const value = limits?.[name] ?? null;
    return value === null || (value === 0 && SECONDS.some((one) => one === name)) ? "" : String(value);
  };
  return Object.fromEntries(LIMIT_FIELDS.map((name) => [name, of(name)])) as LimitTexts;
}

/** The limits with the delays that are proposed; one of no seconds stays as it is. */
export function withDelays(texts: LimitTexts, delays: { onDelayS: number; offDelayS: number } | null): LimitTexts {
  const of = (name: "onDelayS" | "offDelayS") =>
    delays !== null && delays[name] > 0 ? String(delays[name]) : texts[name];
  return { ...texts, onDelayS: of("onDelayS"), offDelayS: of("offDelayS") };
}

function numberOf(text: string): number | null | undefined {
  const typed = text.normalize("NFKC").trim();
  if (typed === "") return null;
  return /^-?\d{1,9}(\.\d{1,9})?$/.test(typed) ? Number(typed) : undefined;
}

/** The first field that cannot be meant; null when all can. */
export function limitFault(texts: LimitTexts): LimitField | null {
  let below: number | null = null;
  for (const name of ["lowLow", "low", "high", "highHigh"] as const) {
    const value = numberOf(texts[name]);
    if (value === undefined || (value !== null && below !== null && value < below)) return name;
    below = value ?? below;
  }
  const band = numberOf(texts.deadband);
  if (band === undefined || (band !== null && band < 0)) return "deadband";
  // Over a wider band no value comes back from the one side without being beyond the other.
  const low = numberOf(texts.low) ?? numberOf(texts.lowLow) ?? null;
  const high = numberOf(texts.high) ?? numberOf(texts.highHigh) ?? null;
  if (band !== null && band > 0 && low !== null && high !== null && band >= high - low) return "deadband";
  for (const name of ["risePerMin", "fallPerMin"] as const) {
    const rate = numberOf(texts[name]);
    if (rate === undefined || (rate !== null && rate <= 0)) return name;
  }
  for (const name of SECONDS) {
    const delay = seconds(texts[name]);
    if (delay === undefined || (delay !== null && delay > DELAY_S_MAX)) return name;
  }
  return null;
}

export function limitsOf(texts: LimitTexts): PointLimits {
  const of = (name: LimitField) => numberOf(texts[name]) ?? null;
  return {
    lowLow: of("lowLow"),
    low: of("low"),
    high: of("high"),
    highHigh: of("highHigh"),
    deadband: of("deadband"),
    onDelayS: of("onDelayS") ?? 0,
    offDelayS: of("offDelayS") ?? 0,
    risePerMin: of("risePerMin"),
    fallPerMin: of("fallPerMin"),
    rateOverS: of("rateOverS") ?? 0,
  };
}
