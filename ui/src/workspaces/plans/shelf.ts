/** The plans of the list: which are shown, in which order, under which heads. */
import type { PlanState, ShelfRow } from "../../contract";
import { KINDS, type PlanKind } from "../../parts/text/kinds";

/** What the list may be narrowed to. */
export interface Wish {
  text: string;
  kind: PlanKind | "";
  state: Standing | "";
}

/** How a plan stands, with the text that only ships with the program told apart. */
export type Standing = PlanState | "shipped" | "overdue" | "unmerged" | "suggested";
export const STANDINGS: readonly Standing[] = [
  "in_force",
  "in_revision",
  "draft",
  "shipped",
  "overdue",
  "unmerged",
  "suggested",
  "superseded",
  "abolished",
];

export function stands(row: ShelfRow, as: Standing): boolean {
  if (as === "shipped") return !row.recorded;
  if (as === "overdue") return row.overdue > 0;
  if (as === "unmerged") return row.heads.length > 1;
  if (as === "suggested") return row.suggestions > 0;
  return row.recorded && row.state === as;
}

/** True when each word stands in the title, the kind, the unit, an area or a field. */
export function matches(row: ShelfRow, wish: Wish, kindWords: (kind: string) => string): boolean {
  if (wish.kind !== "" && row.summary.kind !== wish.kind) return false;
  if (wish.state !== "" && !stands(row, wish.state)) return false;
  const { title, kind, unit, lead, area, fields } = row.summary;
  const held = [title, kindWords(kind), unit, lead, row.id, ...area, ...fields].join(" ").toLowerCase();
  const words = wish.text.toLowerCase().split(/\s+/u);
  return words.every((word) => held.includes(word));
}

export interface Group {
  kind: string;
  rows: ShelfRow[];
}

/** By kind in the order of the law; a kind that nobody knows comes last. */
export function grouped(rows: readonly ShelfRow[]): Group[] {
  const groups = new Map<string, ShelfRow[]>();
  for (const kind of KINDS) groups.set(kind, []);
  for (const row of rows) {
    const list = groups.get(row.summary.kind) ?? [];
    list.push(row);
    groups.set(row.summary.kind, list);
  }
  return [...groups]
    .filter(([, list]) => list.length > 0)
    .map(([kind, list]) => ({ kind, rows: list.toSorted(inOrder) }));
}

/** Of one kind, the wider area first: a street stands before its communities. */
function inOrder(one: ShelfRow, other: ShelfRow): number {
  return (
    Number(one.state === "abolished" || one.state === "superseded") -
      Number(other.state === "abolished" || other.state === "superseded") ||
    one.summary.title.localeCompare(other.summary.title, "zh-CN")
  );
}

/** The plan that is open when nobody chose one: the general one of the district. */
export function firstOf(rows: readonly ShelfRow[]): ShelfRow | undefined {
  return grouped(rows)[0]?.rows[0];
}
