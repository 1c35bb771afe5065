/** The library of the made-up desk: the sample plans of the folder `plans/`, read roughly. */
import type { CardRow, ClauseRow, LegalDutyRow, LevelRow, PlanDetail, PlanRow, ResponseLevel } from "../../contract";
import { LEVELS } from "../../locale/plan-values";
import { blocks, wordsOf } from "../../parts/text/markdown";
import { blockAt, listOf, textOf } from "../../parts/text/blocks";
import { bodyStart, outline } from "../../parts/text/outline";
import LAW from "../../../../assets/law/duties.json";
import words from "./words.json";

const FILES = import.meta.glob<string>("../../../../plans/*/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
const STEPS: readonly ResponseLevel[] = ["one", "two", "three", "four"];

export interface FakePlan {
  row: PlanRow;
  detail: PlanDetail;
  text: string;
}

function levelOf(sign: string): ResponseLevel | undefined {
  return STEPS[LEVELS.findIndex((one) => one === sign)];
}

/** What a clause says beside its cards and levels. */
function bare(lines: readonly string[]): string {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const block = blockAt(["", ...lines], at + 1);
    if (block?.kind === "card" || block?.kind === "level") at = block.to - 2;
    else kept.push(lines[at] ?? "");
  }
  return kept.join("\n").trim();
}

/** One text as the desk would answer it. */
export function readPlan(text: string): FakePlan {
  const lines = text.split("\n");
  const front = blockAt(lines, 0)?.values ?? {};
  const heads = outline(lines);
  const starts = [{ line: bodyStart(lines) - 1, depth: 0, text: "" }, ...heads];
  const cards: CardRow[] = [];
  const levels: LevelRow[] = [];
  const clauses = starts.map((head, index): ClauseRow => {
    const to = starts[index + 1]?.line ?? lines.length;
    const own: ClauseRow = { depth: head.depth, heading: head.text, paragraphs: [], cards: [], levels: [] };
    for (let at = head.line + 1; at < to; at += 1) {
      const block = blockAt(lines, at);
      const values = block?.values;
      if (block === null || values == null || block.from !== at) continue;
      if (block.kind === "card") {
        own.cards.push(cards.length);
        cards.push(cardOf(values, head.text, textOf(front, "id")));
      }
      const level = levelOf(textOf(values, "level"));
      if (block.kind === "level" && level !== undefined) {
        own.levels.push(level);
        levels.push({
          level,
          condition: listOf(values, "start").join(words.stop),
          decides: textOf(values, "decides"),
          matter: textOf(values, "matter"),
          periodH: Number(textOf(values, "period_h")),
          measures: listOf(values, "measures").join(words.stop),
        });
      }
      at = block.to - 1;
    }
    const body = bare(lines.slice(head.line + 1, to));
    own.paragraphs = blocks(body).flatMap((block) => {
      if (block.is === "table") return block.rows.map((row) => row.map(wordsOf).join("\u3000"));
      return [block.is === "code" ? block.text : wordsOf(block.spans)];
    });
    return own;
  });
  const said = clauses.filter((one, index) => index > 0 || one.paragraphs.length > 0);
  const row: PlanRow = {
    id: textOf(front, "id"),
    title: textOf(front, "title"),
    kind: words.plan_kind[textOf(front, "kind") as "general"] ?? "",
    unit: textOf(front, "unit"),
    version: textOf(front, "version"),
    status: words.plan_status,
    cards: cards.length,
    reasons: [{ code: "kind", number: null, words: words.reason_kind }],
    score: 0,
    defects: 0,
  };
  return { row, text, detail: { row, clauses: said, levels, cards, contacts: [], defects: [] } };
}

function cardOf(values: Parameters<typeof textOf>[0], clause: string, plan: string): CardRow {
  const levels = listOf(values, "levels").flatMap((one) => levelOf(one) ?? []);
  return {
    task: {
      task: "",
      plan,
      card: textOf(values, "id"),
      what: textOf(values, "what"),
      who: textOf(values, "who"),
      withinMin: Number(textOf(values, "within_min")),
      needs: [],
      confirmedBy: textOf(values, "confirm"),
      basis: listOf(values, "law").join(words.stop),
    },
    levels,
    clause,
    substances: listOf(values, "substances"),
    fits: true,
  };
}

let read: FakePlan[] | null = null;

/** The plans of the folder, read once. */
export function library(): FakePlan[] {
  read ??= Object.values(FILES).map(readPlan);
  return read;
}

/** The duties of the law: the shipped plans carry them, a response without a plan has them open. */
export function legalDuties(plan: string | null): LegalDutyRow[] {
  if (plan !== null) return [];
  return LAW.duties
    .filter((duty) => duty.when !== "hazmat")
    .map((duty) => ({
      task: {
        task: duty.id,
        plan: null,
        card: duty.id,
        what: duty.what,
        who: duty.who,
        withinMin: 0,
        needs: [],
        confirmedBy: "",
        basis: `${duty.law} ${duty.article}-${duty.item}`,
      },
      levels: ["one", "two", "three", "four"],
      inWarning: duty.when !== "response",
    }));
}
