/** The clauses of a plan's text while it is written: headings with their lines and numbers. */
import { type ClauseNumber, numberOf, renumbered } from "../../locale/clause-numbers";

/** Headings that an outline shows; a plan of 200 pages has some 600. */
export const HEADINGS_MAX = 5_000;

export interface Heading {
  /** Its line, 0 for the first. */
  line: number;
  /** 1 for the highest. */
  depth: number;
  /** Number and words. */
  text: string;
  number: ClauseNumber | null;
  /** Task cards that stand under it. */
  cards: number;
  /** Response levels that stand under it. */
  levels: number;
  /** False when its number does not follow the one before it. */
  follows: boolean;
}

const FRONT = /^\+{3,}\s*$/;
const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*([\w-]*)/;
const MARKS = /^(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;

/** The line after the front matter, 0 when there is none. */
export function bodyStart(lines: readonly string[]): number {
  const fence = lines[0]?.trimEnd() ?? "";
  if (!FRONT.test(fence)) return 0;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === fence);
  return end < 0 ? 0 : end + 1;
}

/** The headings in their order. */
export function outline(lines: readonly string[]): Heading[] {
  const all: Heading[] = [];
  for (let at = bodyStart(lines); at < lines.length && all.length < HEADINGS_MAX; at += 1) {
    const line = lines[at] ?? "";
    const fence = FENCE.exec(line);
    if (fence !== null) {
      const last = all.at(-1);
      if (last !== undefined && fence[2] === "card") last.cards += 1;
      if (last !== undefined && fence[2] === "level") last.levels += 1;
      at += 1;
      while (at < lines.length && !closes(lines[at] ?? "", fence[1] ?? "")) at += 1;
      continue;
    }
    const found = MARKS.exec(line);
    if (found === null) continue;
    const text = found[2] ?? "";
    const depth = (found[1] ?? "#").length;
    all.push({ line: at, depth, text, number: numberOf(text), cards: 0, levels: 0, follows: true });
  }
  return judged(all);
}

function closes(line: string, fence: string): boolean {
  const found = /^\s{0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return found !== undefined && found[0] === fence[0] && found.length >= fence.length;
}

/** A clause as it is known in another text: its heading, and which of those alike it is. */
export interface ClauseName {
  text: string;
  /** 0 for the first heading of these words. */
  nth: number;
}

/** How the heading at a place is known elsewhere. */
export function nameOf(all: readonly Heading[], at: number): ClauseName | null {
  const text = all[at]?.text;
  if (text === undefined) return null;
  return { text, nth: all.slice(0, at).filter((one) => one.text === text).length };
}

/** The heading without its number. */
function titleOf({ text, number }: Pick<Heading, "text" | "number">): string {
  return number === null ? text.trim() : text.trimStart().slice(number.text.length).trim();
}

/**
 * The heading that a clause of another text has in this one: by its words and number, else by its
 * words where clauses were put before it, else by its number where its words changed.
 */
export function findClause(all: readonly Heading[], { text, nth }: ClauseName): Heading | null {
  const same = all.filter((one) => one.text === text);
  if (same.length > 0) return same[nth] ?? same.at(-1) ?? null;
  const number = numberOf(text);
  const title = titleOf({ text, number });
  const titled = title === "" ? undefined : all.find((one) => titleOf(one) === title);
  return titled ?? (number === null ? null : (all.find((one) => one.number?.text === number.text) ?? null));
}

/** Says of each number whether it follows the one before it at its level. */
function judged(all: Heading[]): Heading[] {
  for (const [at, heading] of all.entries()) {
    const expected = expectedParts(all, at);
    heading.follows =
      heading.number === null || expected === null || same(heading.number.parts, expected);
  }
  return all;
}

function same(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/** The heading before this one at the same level under the same one above. */
function before(all: readonly Heading[], at: number): Heading | null {
  const { depth, number } = all[at] as Heading;
  for (let index = at - 1; index >= 0; index -= 1) {
    const one = all[index] as Heading;
    // Articles (第X条) are counted through all chapters.
    if (number?.style === "article" ? one.number?.style === "article" : one.depth === depth) {
      return one.number?.style === number?.style ? one : null;
    }
    if (one.depth < depth && number?.style !== "article") return null;
  }
  return null;
}

/** The figures that a heading should have; null without a number, or when nothing says. */
function expectedParts(all: readonly Heading[], at: number): number[] | null {
  const { number, depth } = all[at] as Heading;
  if (number === null) return null;
  const last = before(all, at)?.number;
  if (number.style === "dotted") {
    const above = all.slice(0, at).findLast((one) => one.depth < depth)?.number;
    const stem =
      above !== undefined && above !== null && above.parts.length === number.parts.length - 1
        ? above.parts
        : number.parts.slice(0, -1);
    if (last === undefined || last === null) return [...stem, 1];
    return [...stem, (last.parts.at(-1) ?? 0) + 1];
  }
  if (last === undefined || last === null) return [1];
  return [(last.parts.at(-1) ?? 0) + 1];
}

/** Another text for a line. */
export interface LineEdit {
  line: number;
  text: string;
}

/** The lines that change when every numbered heading gets the number that follows. */
export function renumber(lines: readonly string[]): LineEdit[] {
  const all = outline(lines);
  const edits: LineEdit[] = [];
  for (const [at, heading] of all.entries()) {
    const expected = expectedParts(all, at);
    if (heading.number === null || expected === null) continue;
    if (same(heading.number.parts, expected)) continue;
    const text = renumbered(heading.number, expected);
    const line = lines[heading.line] ?? "";
    const from = line.indexOf(heading.number.text);
    edits.push({ line: heading.line, text: line.slice(0, from) + text + line.slice(from + heading.number.text.length) });
    heading.text = text + heading.text.trimStart().slice(heading.number.text.length);
    heading.number = { ...heading.number, parts: expected, text };
  }
  return edits;
}

/** The heading line of a new clause after the one at `at`: the same level, the next number. */
export function nextHeading(all: readonly Heading[], at: number): string {
  const heading = all[at];
  if (heading === undefined) return "# ";
  const marks = "#".repeat(heading.depth);
  if (heading.number === null) return `${marks} `;
  const parts = [...heading.number.parts.slice(0, -1), (heading.number.parts.at(-1) ?? 0) + 1];
  return `${marks} ${renumbered(heading.number, parts)} `;
}

/** The line after the last one of a clause and of those below it. */
export function endOf(all: readonly Heading[], at: number, lines: number): number {
  const depth = all[at]?.depth ?? 0;
  const next = all.slice(at + 1).find((one) => one.depth <= depth);
  return next?.line ?? lines;
}
