/** The three legal scales of four steps; each keeps its own type and its own words. */
import type { IncidentGrade, ResponseLevel, WarningLevel } from "../contract";

/** 1 to 4; 5 for a message without a level. */
export type Step = 1 | 2 | 3 | 4 | 5;

const WARNING: Record<WarningLevel, Step> = { red: 1, orange: 2, yellow: 3, blue: 4 };
const GRADE: Record<IncidentGrade, Step> = {
  extraordinarily_serious: 1,
  serious: 2,
  major: 3,
  ordinary: 4,
};
const RESPONSE: Record<ResponseLevel, Step> = { one: 1, two: 2, three: 3, four: 4 };

export function warningStep(level: WarningLevel | null): Step {
  return level === null ? 5 : WARNING[level];
}

export function gradeStep(grade: IncidentGrade | null): Step {
  return grade === null ? 5 : GRADE[grade];
}

export function responseStep(level: ResponseLevel | null): Step {
  return level === null ? 5 : RESPONSE[level];
}

/** A number from the desk as a step. */
export function step(level: number): Step {
  return level === 1 || level === 2 || level === 3 || level === 4 ? level : 5;
}
