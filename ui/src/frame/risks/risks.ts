/** Which places a count is of. */
import type { RiskCount, RiskLevel, RiskRow } from "../../contract";
import { RISK_LEVELS } from "../../parts/level";

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
