/**
 * The wording of the log: one function for each kind of fact, in the locale files, and the way
 * from a line to its sentence. A kind of a later version, or a body that lacks what this version
 * expects, is said to be so and never breaks the list.
 */
import type { Fact, LogLine } from "../contract";
import { t } from "../locale/index.svelte";
import { plainLine } from "./plain";

/** Kinds of fact that this version has words for. */
export type FactKind = Fact["kind"];
/** The body of one kind. */
export type FactBody<K extends FactKind> = Extract<Fact, { kind: K }>["body"];

/** How the things that a fact names are called; an unknown one by its id. */
export interface FactNames {
  alert(id: string): string;
  incident(id: string): string;
  team(id: string): string;
  lot(id: string): string;
  task(id: string): string;
  order(id: string): string;
  plan(id: string): string;
  report(id: string): string;
  site(id: string): string;
  /** A desk or the platform. */
  desk(id: string): string;
  /** Day and minute of a moment. */
  time(ms: number): string;
}

/** The words of every kind; a language that lacks one does not compile. */
export type FactWords = {
  [K in FactKind]: (body: FactBody<K>, names: FactNames) => string;
};

/** Characters of a line; the whole text is one click away in the original. */
export const LINE_CHARS_MAX = 600;

const NAMED_BY_ENTITY: Record<"lot" | "team", string[]> = {
  lot: [
    "stock.drawn",
    "stock.received",
    "stock.returned",
    "stock.counted",
    "stock.allotted",
    "stock.share_taken",
    "draw.ruled",
    "stock.issued",
    "stock.written_off",
    "stock.lent",
    "stock.loan_returned",
    "stock.reserved",
    "stock.unreserved",
    "stock.shipped",
    "stock.arrived",
    "lot.withdrawn",
  ],
  team: ["team.reported", "team.phased", "custody.taken", "dispute.ruled", "team.withdrawn"],
};

/** Groups of facts that the log can be filtered by. */
export const FACT_GROUPS = ["all", "people", "dispatch", "response", "report", "alert"] as const;
export type FactGroup = (typeof FACT_GROUPS)[number];

const GROUP_OF: Record<string, FactGroup> = {
  alert: "alert",
  source: "alert",
  response: "response",
  task: "response",
  team: "dispatch",
  order: "dispatch",
  custody: "dispatch",
  dispute: "dispatch",
  lot: "dispatch",
  stock: "dispatch",
  draw: "dispatch",
  issue: "dispatch",
  requisition: "dispatch",
  aid: "dispatch",
  circular: "dispatch",
  report: "report",
  countdown: "report",
};

/** The group of a kind: what a person wrote or decided about the incident itself, else its noun. */
export function groupOf(kind: string): FactGroup {
  return GROUP_OF[kind.split(".")[0] ?? ""] ?? "people";
}

export function isKnownKind(kind: string): kind is FactKind {
  return Object.hasOwn(t().facts.say, kind);
}

function say<K extends FactKind>(kind: K, body: unknown, names: FactNames): string {
  return t().facts.say[kind](body as FactBody<K>, names);
}

type Line = Pick<LogLine, "kind" | "body"> & Partial<Pick<LogLine, "entityKind" | "entity">>;

/** The name in front of facts whose body does not say which lot or team they are about. */
function subject(line: Line, names: FactNames): string {
  const { entity } = line;
  if (entity === undefined || entity === "") return "";
  if (NAMED_BY_ENTITY.lot.includes(line.kind)) return names.lot(entity);
  return NAMED_BY_ENTITY.team.includes(line.kind) ? names.team(entity) : "";
}

/** The sentence of a fact. */
export function factWords(line: Line, names: FactNames): string {
  const { facts } = t();
  if (!isKnownKind(line.kind)) return facts.unknown(plainLine(line.kind, 60));
  try {
    const sentence = say(line.kind, line.body, names);
    const about = subject(line, names);
    return plainLine(about === "" ? sentence : facts.about(about, sentence), LINE_CHARS_MAX);
  } catch {
    // The body comes from a log that a later version may have written.
    return facts.unreadable(plainLine(line.kind, 60));
  }
}
