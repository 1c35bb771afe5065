/** What the forms of a card, a level and the front matter ask for. */
import type { TomlTable } from "smol-toml";
import { KEY_FIELDS, LEVELS } from "../../../locale/plan-values";
import { type BlockKind, listOf, put, textOf } from "../../../parts/text/blocks";
import { KINDS } from "../../../parts/text/kinds";

export interface BlockField {
  /** The key in the text, and its word in `t().plan_edit.field`. */
  key: string;
  type: "text" | "area" | "lines" | "count" | "choice" | "choices" | "check";
  needed?: boolean;
  /** Takes the whole width. */
  whole?: boolean;
  among?: readonly string[];
}


export const FIELDS: Record<BlockKind, readonly BlockField[]> = {
  card: [
    { key: "what", type: "area", needed: true, whole: true },
    { key: "who", type: "text", needed: true },
    { key: "within_min", type: "count" },
    { key: "levels", type: "choices", among: LEVELS, whole: true },
    { key: "confirm", type: "text", needed: true, whole: true },
    { key: "law", type: "lines" },
    { key: "sources", type: "lines" },
    { key: "substances", type: "lines" },
    { key: "id", type: "text", needed: true },
  ],
  level: [
    { key: "level", type: "choice", among: LEVELS, needed: true },
    { key: "period_h", type: "count" },
    { key: "start", type: "lines", needed: true, whole: true },
    { key: "decides", type: "text", needed: true },
    { key: "matter", type: "text", needed: true },
    { key: "measures", type: "lines", needed: true, whole: true },
    { key: "sources", type: "lines", whole: true },
    { key: "to_confirm", type: "check", whole: true },
  ],
  front: [
    { key: "title", type: "text", needed: true, whole: true },
    { key: "kind", type: "choice", among: KINDS, needed: true },
    { key: "unit", type: "text", needed: true },
    { key: "lead", type: "text" },
    { key: "version", type: "text" },
    { key: "scope", type: "area", whole: true },
    { key: "fields", type: "choices", among: KEY_FIELDS, whole: true },
    { key: "area", type: "lines" },
    { key: "keywords", type: "lines" },
    { key: "hazards", type: "lines" },
    { key: "upper", type: "lines" },
    { key: "lower", type: "lines" },
    { key: "across", type: "lines" },
    { key: "issued", type: "text" },
    { key: "notice", type: "text" },
  ],
};

export type Values = Record<string, string>;

/** What the form shows: lists are lines, a tick is `yes`. */
export function shown(kind: BlockKind, values: TomlTable): Values {
  const all: Values = {};
  for (const { key, type } of FIELDS[kind]) {
    if (type === "lines" || type === "choices") all[key] = listOf(values, key).join("\n");
    else if (type === "check") all[key] = values[key] === true ? "yes" : "";
    else all[key] = textOf(values, key);
  }
  return all;
}

/** Puts what the form says over the values of the block; keys without a field stay. */
export function taken(kind: BlockKind, values: TomlTable, from: Values): TomlTable {
  const all = { ...values };
  for (const { key, type } of FIELDS[kind]) {
    const text = (from[key] ?? "").trim();
    if (type === "lines" || type === "choices") put(all, key, linesOf(text));
    else if (type === "check") put(all, key, text === "yes");
    else if (type === "count") put(all, key, Number(text === "" ? 0 : text));
    else put(all, key, text);
  }
  return all;
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "");
}

/** Fields that lack their words, or have none that count. */
export function lacking(kind: BlockKind, from: Values): string[] {
  const bad = FIELDS[kind].filter(({ key, type, needed }) => {
    const text = (from[key] ?? "").trim();
    if (type === "count") return text !== "" && !/^\d{1,6}$/.test(text);
    return needed === true && text === "";
  });
  return bad.map((field) => field.key);
}

/** One thing that a card takes. */
export type NeedValues = Record<"label" | "capability" | "supply" | "quantity", string>;

export function needsOf(values: TomlTable): NeedValues[] {
  const list = Array.isArray(values["needs"]) ? values["needs"] : [];
  const tables = list.filter((one): one is TomlTable => typeof one === "object" && !Array.isArray(one));
  return tables.map((one) => ({
    label: textOf(one, "label"),
    capability: textOf(one, "capability"),
    supply: textOf(one, "supply"),
    quantity: textOf(one, "quantity"),
  }));
}

/** The needs as they are written; lines that say nothing are left out. */
export function needTables(needs: readonly NeedValues[]): TomlTable[] {
  const said = needs.filter((one) => `${one.label}${one.capability}${one.supply}`.trim() !== "");
  return said.map((one) => {
    const table: TomlTable = {};
    put(table, "capability", one.capability.trim());
    put(table, "supply", one.supply.trim());
    table["quantity"] = Math.max(1, Math.floor(Number(one.quantity)) || 1);
    put(table, "label", one.label.trim());
    return table;
  });
}
