/** What became of the clauses, as it is shown. */
import type { ClauseDiff, PlanDiff, WordsPart } from "../../../contract";

export type Change = "added" | "removed" | "changed" | "moved" | "same";

/** Words that stayed are cut to this many on either side of a change. */
export const CONTEXT_CHARS = 60;
/** Only a longer run is cut: what is left out has to be worth it. */
export const CUT_CHARS_MIN = 240;

/** What happened to a clause; it may have moved and changed. */
export function changesOf(clause: ClauseDiff): Change[] {
  if (clause.old === null) return ["added"];
  if (clause.new === null) return ["removed"];
  const all: Change[] = [];
  if (clause.changed) all.push("changed");
  if (clause.moved) all.push("moved");
  return all.length === 0 ? ["same"] : all;
}

/** The clauses that are shown; their places in the comparison name them. */
export function shownClauses(diff: PlanDiff, onlyChanges: boolean): { at: number; clause: ClauseDiff }[] {
  const all = diff.clauses.map((clause, at) => ({ at, clause }));
  return onlyChanges ? all.filter(({ clause }) => changesOf(clause)[0] !== "same") : all;
}

/** Words of a clause; `left` counts the characters that are left out here. */
export interface ShownPart {
  kind: "same" | "removed" | "added";
  text: string;
  left: number;
}

/** The words of one side, or of both in one column; what stayed for long is cut. */
export function partsOf(segments: readonly WordsPart[], side: "old" | "new" | "both"): ShownPart[] {
  const hidden = side === "old" ? "added" : side === "new" ? "removed" : "";
  const kept = segments.filter((part) => part.kind !== hidden && part.text !== "");
  return kept.flatMap((part, at): ShownPart[] => {
    const kind = part.kind === "added" || part.kind === "removed" ? part.kind : "same";
    const whole = [...part.text];
    if (kind !== "same" || whole.length < CUT_CHARS_MIN) return [{ kind, text: part.text, left: 0 }];
    const before = at === 0 ? "" : whole.slice(0, CONTEXT_CHARS).join("");
    const after = at === kept.length - 1 ? "" : whole.slice(-CONTEXT_CHARS).join("");
    const left = whole.length - [...before].length - [...after].length;
    return [
      { kind, text: before, left: 0 },
      { kind, text: "", left },
      { kind, text: after, left: 0 },
    ];
  });
}

/** The change after or before the one at `at`, in a circle; -1 when there is none. */
export function nextChange(places: readonly number[], at: number, way: 1 | -1): number {
  if (places.length === 0) return -1;
  const further = way > 0 ? places.find((place) => place > at) : places.findLast((place) => place < at);
  return further ?? (way > 0 ? places[0] : places.at(-1)) ?? -1;
}
