/** What GB 18218-2018 makes of a unit, short: shared by the profiles of a site and of a firm. */
import type { HazardRow, Tank } from "../../contract";
import { t } from "../../locale/index.svelte";
import { numberText } from "../points/points";

export function verdictWords(hazard: HazardRow | null): string {
  const words = t().resources.hazard;
  if (hazard === null) return t().firms.unit.nothing;
  if (hazard.major === null) return `? ${words.open}`;
  if (!hazard.major) return `○ ${words.not_major}`;
  return `▲ ${hazard.grade === null ? words.ungraded : words.major(words.grade[hazard.grade] ?? "")}`;
}

/** `S = 2 · R = 19.2`, as far as it could be reckoned. */
export function workingWords(hazard: HazardRow | null): string {
  if (hazard === null) return "";
  const r = hazard.r === null ? "" : ` · R = ${numberText(hazard.r)}`;
  return `S = ${numberText(hazard.s)}${r}`;
}

/** Volume, pressure and temperature by design, as far as they are said. */
export function designWords(tank: Tank): string {
  const parts = [
    tank.capacityM3 === null ? "" : `${numberText(tank.capacityM3)} m³`,
    tank.pressureMpa === null ? "" : `${numberText(tank.pressureMpa)} MPa`,
    tank.temperatureC === null ? "" : `${numberText(tank.temperatureC)} ℃`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
