import { expect, it } from "vitest";
import type { ShelfRow } from "../../contract";
import { firstOf, grouped, matches, stands, type Wish } from "./shelf";

function row(id: string, kind: string, more: Partial<ShelfRow> = {}): ShelfRow {
  const summary = { title: id, kind, unit: "Licheng", area: [], fields: ["fire"], lead: "", label: "1", clauses: 1, cards: 0 };
  const none = { inForce: null, savedAt: null, savedBy: "", nextStep: null, draftAt: null, overdue: 0, nextDue: null, suggestions: 0 };
  return { id, summary, recorded: true, state: "draft", versions: 1, heads: ["v"], ...none, ...more };
}
const ALL: Wish = { text: "", kind: "", state: "" };
const word = (kind: string) => `word of ${kind}`;

it("groups by kind in the order of the law, not of the alphabet", () => {
  const rows = [row("c", "community"), row("x", "own_kind"), row("b", "special"), row("g", "general"), row("a", "special")];
  expect(grouped(rows).map((group) => [group.kind, group.rows.map((one) => one.id)])).toEqual([
    ["general", ["g"]],
    ["special", ["a", "b"]],
    ["community", ["c"]],
    ["own_kind", ["x"]],
  ]);
  expect(firstOf(rows)?.id, "the general plan is open first").toBe("g");
  expect(firstOf([]), "an empty library has none").toBeUndefined();
});

it("puts what is no longer used behind", () => {
  const rows = [row("a", "special", { state: "abolished" }), row("b", "special")];
  expect(grouped(rows)[0]?.rows.map((one) => one.id)).toEqual(["b", "a"]);
});

it("finds a plan by any of its words, in any order", () => {
  const plan = row("Flood plan", "special");
  for (const text of ["", "flood", "fire FLOOD", "  licheng ", "word special"]) {
    expect(matches(plan, { ...ALL, text }, word), `"${text}" is in it`).toBe(true);
  }
  expect(matches(plan, { ...ALL, text: "flood gas" }, word), "every word has to be there").toBe(false);
  expect(matches(plan, { ...ALL, kind: "general" }, word), "another kind").toBe(false);
});

it("tells a shipped text from a draft of the district", () => {
  const shipped = row("s", "special", { recorded: false });
  expect([stands(shipped, "shipped"), stands(shipped, "draft")]).toEqual([true, false]);
  const late = row("l", "special", { overdue: 2, state: "in_force", heads: ["a", "b"], suggestions: 1 });
  for (const as of ["overdue", "in_force", "unmerged", "suggested"] as const) {
    expect(stands(late, as), `it is ${as} as well`).toBe(true);
  }
});
