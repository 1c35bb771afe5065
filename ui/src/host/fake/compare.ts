/** A rough comparison of two texts for the made-up desk: by heading, line by line. */
import type { ClauseDiff, PlanDiff, VersionRow, WordsPart } from "../../contract";
import { numberOf } from "../../locale/clause-numbers";
import { clauseTexts } from "../../parts/text/clauses";

/** The longest run of lines that both have, in their order. */
function kept(old: readonly string[], now: readonly string[]): boolean[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      const row = table[a] as number[];
      row[b] = old[a] === now[b] ? 1 + (table[a + 1]?.[b + 1] ?? 0) : Math.max(table[a + 1]?.[b] ?? 0, row[b + 1] ?? 0);
    }
  }
  const [stays, stayed] = [old.map(() => false), now.map(() => false)];
  for (let a = 0, b = 0; a < old.length && b < now.length; ) {
    if (old[a] === now[b]) {
      stays[a] = true;
      stayed[b] = true;
      a += 1;
      b += 1;
    } else if ((table[a + 1]?.[b] ?? 0) >= (table[a]?.[b + 1] ?? 0)) a += 1;
    else b += 1;
  }
  return [stays, stayed];
}

function segments(old: string, now: string): WordsPart[] {
  const pieces = (text: string) => text.split(/(?<=\p{P}|\n)/u).filter((one) => one !== "");
  const [before, after] = [pieces(old), pieces(now)];
  const [stays = [], stayed = []] = kept(before, after);
  const all: WordsPart[] = [];
  const put = (kind: string, text: string) => {
    const last = all.at(-1);
    if (last?.kind === kind) last.text += text;
    else all.push({ kind, text });
  };
  let a = 0;
  after.forEach((text, b) => {
    while (a < before.length && !(stays[a] ?? false)) put("removed", before[a++] ?? "");
    if (stayed[b]) {
      put("same", text);
      a += 1;
    } else put("added", text);
  });
  while (a < before.length) put("removed", before[a++] ?? "");
  return all;
}

export function compared(old: string, now: string, between: VersionRow[]): PlanDiff {
  const [before, after] = [clauseTexts(old), clauseTexts(now)];
  const bare = (heading: string) => heading.slice(numberOf(heading)?.text.length ?? 0).trim();
  const clauses: ClauseDiff[] = [];
  const used = new Set<number>();
  let last = -1;
  after.forEach((clause, at) => {
    const found = before.findIndex((one, index) => !used.has(index) && bare(one.heading) === bare(clause.heading));
    if (found < 0) {
      const words = { oldHeading: "", newHeading: clause.heading, segments: segments("", clause.body) };
      clauses.push({ old: null, new: at, moved: false, changed: false, ...words });
      return;
    }
    used.add(found);
    const moved = found < last;
    last = Math.max(last, found);
    const changed = before[found]?.body !== clause.body;
    clauses.push({
      old: found,
      new: at,
      oldHeading: before[found]?.heading ?? "",
      newHeading: clause.heading,
      moved,
      changed,
      segments: changed ? segments(before[found]?.body ?? "", clause.body) : [],
    });
  });
  before.forEach((clause, at) => {
    if (used.has(at)) return;
    const words = { oldHeading: clause.heading, newHeading: "", segments: segments(clause.body, "") };
    const gone = { old: at, new: null, moved: false, changed: false, ...words };
    const behind = clauses.findIndex((one) => one.old === at - 1);
    clauses.splice(behind + 1, 0, gone);
  });
  const count = (of: (one: ClauseDiff) => boolean) => clauses.filter(of).length;
  return {
    clauses,
    same: count((one) => one.old !== null && one.new !== null && !one.moved && !one.changed),
    moved: count((one) => one.moved),
    changed: count((one) => one.changed),
    added: count((one) => one.old === null),
    removed: count((one) => one.new === null),
    between,
  };
}
