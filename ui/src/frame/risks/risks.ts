/** What a judgement comes to, and which places a count is of. */
import type { RiskCount, RiskJudged, RiskLevel, RiskRow, RiskRules } from "../../contract";
import { RISK_LEVELS } from "../../parts/level";

export interface Reckoned {
  /** D of LEC, R of the matrix. */
  value: number;
  /** The level by the rules in force. */
  level: RiskLevel | null;
}

/** Tenths do not multiply exactly in a computer. */
const ROUNDING = 1e-9;
const PLACES = 1_000;

/** As the desk reckons it, so that the form shows it before it is entered. */
export function reckon(judged: RiskJudged, rules: RiskRules): Reckoned {
  if (judged.method === "matrix") {
    const value = judged.likelihood * judged.severity;
    const band = rules.matrixBounds.findIndex((from) => value >= from);
    return { value, level: RISK_LEVELS[band < 0 ? RISK_LEVELS.length - 1 : band] ?? null };
  }
  const exact = judged.likelihood * judged.exposure * judged.consequence;
  // Only the gravest band begins above its bound.
  const band = rules.lecBounds.findIndex((bound, at) =>
    at === 0 ? exact > bound * (1 + ROUNDING) : exact >= bound * (1 - ROUNDING),
  );
  const level = rules.lec[band < 0 ? rules.lecBounds.length : band] ?? null;
  return { value: Math.round(exact * PLACES) / PLACES, level };
}

export type Column = "all" | RiskLevel | "none";
export const COLUMNS: readonly Column[] = ["all", ...RISK_LEVELS, "none"];

/** What a person pressed: a street or field with one of its counts. */
export interface Chosen {
  by: "street" | "field";
  name: string;
  column: Column;
}

/** The places of a count; `names` are those that have a line of their own. */
export function chosenPlaces(
  rows: readonly RiskRow[],
  chosen: Chosen | null,
  names: readonly RiskCount[],
): RiskRow[] {
  if (chosen === null) return [...rows];
  const { by, name, column } = chosen;
  const own = names.some((count) => count.name !== "" && count.name === name);
  return rows.filter((row) => {
    const under = names.some((count) => count.name === row[by]) ? row[by] : "";
    if (own ? under !== name : under !== "") return false;
    return column === "all" || (column === "none" ? row.level === null : row.level === column);
  });
}
