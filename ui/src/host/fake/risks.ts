/** The picture of risks of the made-up desk, and its indicators: some counted, most without data. */
import {
  KEY_FIELDS,
  type IndicatorCode,
  type IndicatorRow,
  type IndicatorSheet,
  type RiskCount,
  type RiskJudged,
  type RiskLevel,
  type RiskPicture,
  type RiskReckoned,
  type RiskRow,
  type RiskScales,
  type Site,
} from "../../contract";
import type { FakeState } from "./state";
import words from "./words.json";

const SCALES: RiskScales = {
  likelihoods: [10, 6, 3, 1, 0.5, 0.2, 0.1],
  exposures: [10, 6, 3, 2, 1, 0.5],
  consequences: [100, 40, 15, 7, 3, 1],
  matrixSteps: 5,
};
const LEVELS: readonly RiskLevel[] = ["serious", "major", "ordinary", "low"];

/** Made-up levels: the real ones are the desk's rules. */
function reckon(judged: RiskJudged): RiskReckoned {
  const { likelihood } = judged;
  if (judged.method === "matrix") return { number: likelihood * judged.severity, level: likelihood > 3 ? "serious" : "low" };
  const number = likelihood * judged.exposure * judged.consequence;
  return { number, level: likelihood > 3 ? "serious" : "ordinary" };
}

/** Hazard sites have made-up grades, one of them an open one. */
function rowOf(site: Site, index: number): RiskRow | null {
  const hazard = site.registered.kind === "hazard";
  const judged = site.risk?.assessed.judged ?? null;
  if (!hazard && judged === null) return null;
  const grade = hazard && index % 5 !== 4 ? (index % 5) + 1 : null;
  const grounds: RiskRow["grounds"] = [];
  if (hazard) {
    const level = grade === null ? null : (LEVELS[grade - 1] ?? null);
    grounds.push({ kind: "major_hazard", number: grade, level });
  }
  if (judged !== null) {
    grounds.push({ kind: judged.method, ...reckon(judged) });
  }
  return {
    site: site.id,
    title: site.registered.name,
    line: site.registered.place.words,
    street: site.registered.place.street,
    field: site.risk?.assessed.field || (hazard ? KEY_FIELDS[0] : ""),
    point: site.registered.place.point,
    level: LEVELS.find((level) => grounds.some((ground) => ground.level === level)) ?? null,
    grounds,
    assessment: judged === null ? null : site.risk,
    dangers: 0,
    overdue: 0,
  };
}

/** The risk of one place, also of one that carries none. */
export function chosenRisk(site: Site): RiskRow {
  const none = {
    site: site.id, title: site.registered.name, line: site.registered.place.words, street: site.registered.place.street,
    field: "", point: site.registered.place.point, level: null, grounds: [], assessment: null, dangers: 0, overdue: 0,
  };
  return rowOf(site, 0) ?? none;
}

function counts(rows: readonly RiskRow[], names: readonly string[], of: "street" | "field"): RiskCount[] {
  return [...names, ""].map((name) => {
    const under = rows.filter((row) => (names.includes(row[of]) ? row[of] : "") === name);
    const at = (level: RiskLevel | null) => under.filter((row) => row.level === level).length;
    return {
      name,
      all: under.length,
      serious: at("serious"),
      major: at("major"),
      ordinary: at("ordinary"),
      low: at("low"),
      none: at(null),
    };
  });
}

function picture(state: FakeState): RiskPicture {
  const rank = (row: RiskRow) => (row.level === null ? LEVELS.length : LEVELS.indexOf(row.level));
  const hazards = state.sites.filter((site) => site.registered.kind === "hazard");
  const rows = state.sites
    .flatMap((site) => rowOf(site, hazards.indexOf(site)) ?? [])
    .sort((a, b) => rank(a) - rank(b));
  return {
    rows,
    leftOut: 0,
    byStreet: counts(rows, words.streets, "street"),
    byField: counts(rows, KEY_FIELDS, "field"),
    scales: SCALES,
  };
}

const CODES: readonly IndicatorCode[] = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10", "N11"];

function indicators(state: FakeState): IndicatorSheet {
  const dead = state.incidents.reduce((sum, one) => sum + one.harm.dead, 0);
  const grave = state.incidents.filter((one) => one.grade !== null && one.grade !== "ordinary").length;
  const blank = (code: IndicatorCode): IndicatorRow => ({
    code,
    part: null,
    counted: false,
    of: null,
    base: null,
    value: null,
    changePercent: null,
    state: "no_data",
    source: "",
  });
  const known: Partial<Record<IndicatorCode, Partial<IndicatorRow>>> = {
    N1: { part: grave, counted: true, value: grave, state: "known" },
    N2: { part: dead, counted: true, value: dead, state: "no_base" },
    N3: { part: dead, counted: true },
    N5: { part: 0, counted: true },
    N11: { part: 0, counted: true, of: 0, state: "no_base" },
  };
  return {
    year: new Date(state.now()).getUTCFullYear(),
    at: state.now(),
    accidentKinds: ["hazmat_leak", "fire", "traffic"],
    rows: CODES.map((code) => ({ ...blank(code), ...known[code] })),
  };
}

/** Their answers. */
export function riskCalls(state: () => FakeState) {
  return {
    risk_picture: () => picture(state()),
    reckon_risk: reckon,
    indicators: () => indicators(state()),
  };
}
