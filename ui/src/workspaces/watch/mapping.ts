/** The text of a mapping as rules that a form can change. What the form does not know stays as it is. */

type Json = Record<string, unknown>;

/** Fields of a rule that the form has: texts of the rule itself. */
export const TEXT_FIELDS = ["name", "topic", "point", "value", "quantity", "unit", "time"] as const;
/** Numbers of its limits. */
export const LIMIT_FIELDS = [
  "low_low",
  "low",
  "high",
  "high_high",
  "deadband",
  "on_delay_s",
  "off_delay_s",
  "rise_per_min",
  "fall_per_min",
  "rate_over_s",
] as const;
/** How a device may write its time. */
export const TIME_FORMS = ["unix_ms", "unix_s", "iso8601", "local"] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type LimitField = (typeof LIMIT_FIELDS)[number];
export type RuleField = TextField | LimitField | "time_form";

/** A rule as the form shows it; empty where nothing is said. */
export type RuleForm = Record<RuleField, string>;

/** Rules that one file may have; the desk takes as many. */
export const RULES_MAX = 500;

/** Whether a topic filter of MQTT takes a topic: `+` one level, `#` all below. */
export function takes(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split("/"), topic.split("/")];
  const all = wanted.indexOf("#");
  if (all < 0 && wanted.length !== levels.length) return false;
  return wanted.every((level, at) => (all >= 0 && at >= all) || level === "+" || level === levels[at]);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function document(text: string): Json | null {
  try {
    const read: unknown = text.trim() === "" ? {} : JSON.parse(text);
    return isObject(read) ? read : null;
  } catch {
    return null;
  }
}

function rulesOf(read: Json): Json[] | null {
  const rules = read["rules"] ?? [];
  return Array.isArray(rules) && rules.every(isObject) ? rules : null;
}

function word(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function form(rule: Json): RuleForm {
  const limits = isObject(rule["limits"]) ? rule["limits"] : {};
  const texts = TEXT_FIELDS.map((field) => [field, word(rule[field])]);
  const numbers = LIMIT_FIELDS.map((field) => [field, word(limits[field])]);
  return Object.fromEntries([...texts, ...numbers, ["time_form", word(rule["time_form"])]]) as RuleForm;
}

/** The rules of a text; null where it cannot be read as one. */
export function rules(text: string): RuleForm[] | null {
  const read = document(text);
  return read === null ? null : (rulesOf(read)?.map(form) ?? null);
}

/** Does something to the rules and writes the text anew; one that cannot be read stays as it is. */
function changed(text: string, change: (rules: Json[]) => Json[]): string {
  const read = document(text);
  const all = read === null ? null : rulesOf(read);
  if (read === null || all === null) return text;
  return `${JSON.stringify({ ...read, rules: change(all) }, null, 2)}\n`;
}

/** A number as the file has it; what is none is kept, so that the desk says what is wrong with it. */
function number(value: string): number | string {
  const read = Number(value);
  return Number.isFinite(read) ? read : value;
}

function isLimit(field: RuleField): field is LimitField {
  return (LIMIT_FIELDS as readonly string[]).includes(field);
}

function without(of: Json, field: string): Json {
  return Object.fromEntries(Object.entries(of).filter(([name]) => name !== field));
}

function withField(rule: Json, field: RuleField, value: string): Json {
  const trimmed = value.trim();
  if (!isLimit(field)) {
    const leaves = trimmed === "" && (field === "time" || field === "time_form");
    return leaves ? without(rule, field) : { ...rule, [field]: value };
  }
  const limits = isObject(rule["limits"]) ? rule["limits"] : {};
  return { ...rule, limits: trimmed === "" ? without(limits, field) : { ...limits, [field]: number(trimmed) } };
}

/** The text with one field of one rule changed; an empty limit is no limit. */
export function withValue(text: string, index: number, field: RuleField, value: string): string {
  return changed(text, (all) => all.map((rule, at) => (at === index ? withField(rule, field, value) : rule)));
}

/** The text with another rule at the end, for this topic. */
export function withRule(text: string, name: string, topic: string): string {
  return changed(text, (all) => {
    const rule = { name, topic, point: topic === "" ? "" : `{${topic.split("/").length - 1}}`, value: "$.value" };
    return all.length >= RULES_MAX ? all : [...all, { ...rule, quantity: "", unit: "", limits: {} }];
  });
}

/** The text without one rule. */
export function withoutRule(text: string, index: number): string {
  return changed(text, (all) => all.filter((_, at) => at !== index));
}

/** What another text says of a rule; without a field the whole rule came or went. */
export interface Difference {
  rule: string;
  field: string | null;
  before: string;
  after: string;
}

/** Rules by their names; of those of one name each further one has its place added. */
function named(all: Json[]): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const [at, rule] of all.entries()) {
    const name = word(rule["name"]) || word(rule["topic"]);
    found.set(found.has(name) ? `${name} ${at + 1}` : name, rule);
  }
  return found;
}

/** All that a rule says as texts, its limits beside the rest. */
function said(rule: Json): Map<string, string> {
  const limits = isObject(rule["limits"]) ? rule["limits"] : {};
  const all = Object.entries({ ...without(rule, "limits"), ...limits });
  return new Map(all.map(([field, value]) => [field, typeof value === "string" ? value : JSON.stringify(value)]));
}

function between(rule: string, before: Json, after: Json): Difference[] {
  const [old, now] = [said(before), said(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ rule, field, before: old.get(field) ?? "", after: now.get(field) ?? "" }))
    .filter((one) => one.before !== one.after);
}

/** What changed from one text to another, rule by rule; null where one of them cannot be read. */
export function differences(before: string, after: string): Difference[] | null {
  const [was, is] = [document(before), document(after)];
  const [old, now] = [was && rulesOf(was), is && rulesOf(is)];
  if (old === null || now === null) return null;
  const [oldRules, nowRules] = [named(old), named(now)];
  return [...new Set([...oldRules.keys(), ...nowRules.keys()])].flatMap((rule) => {
    const [one, other] = [oldRules.get(rule), nowRules.get(rule)];
    if (one !== undefined && other !== undefined) return between(rule, one, other);
    const nameOf = (there: Json | undefined) => (there === undefined ? "" : rule);
    return [{ rule, field: null, before: nameOf(one), after: nameOf(other) }];
  });
}
