/** The three legal scales of four steps and that of risks; each keeps its own type and words. */
import type { IncidentGrade, ResponseLevel, RiskLevel, WarningLevel } from "../contract";

/** 1 to 4; 5 for a message without a level. */
export type Step = 1 | 2 | 3 | 4 | 5;

const WARNING: Record<WarningLevel, Step> = { red: 1, orange: 2, yellow: 3, blue: 4 };
/** Grades of an incident, the gravest first. */
export const INCIDENT_GRADES: readonly IncidentGrade[] = ["extraordinarily_serious", "serious", "major", "ordinary"];
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

/** Levels of risk, the gravest first. */
export const RISK_LEVELS: readonly RiskLevel[] = ["serious", "major", "ordinary", "low"];
const RISK: Record<RiskLevel, Step> = { serious: 1, major: 2, ordinary: 3, low: 4 };

export function riskStep(level: RiskLevel | null): Step {
  return level === null ? 5 : RISK[level];
}

/** A number from the desk as a step. */
export function step(level: number): Step {
  return level === 1 || level === 2 || level === 3 || level === 4 ? level : 5;
}
