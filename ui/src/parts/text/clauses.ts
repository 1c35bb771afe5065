/** The clauses of a text with what stands in them beside cards and levels. */
import { bodyStart, outline } from "./outline";

export interface ClauseText {
  /** Number and words; empty for what stands before the first heading. */
  heading: string;
  /** Its Markdown. */
  body: string;
}

const BLOCK = /^\s{0,3}(`{3,}|~{3,})(card|level)\s*$/;

/** The text without the blocks that are shown in another way. */
function bare(lines: readonly string[]): string {
  const kept: string[] = [];
  let fence = "";
  for (const line of lines) {
    if (fence === "") fence = BLOCK.exec(line)?.[1] ?? "";
    else if (line.trim() === fence) {
      fence = "";
      continue;
    }
    if (fence === "") kept.push(line);
  }
  return kept.join("\n").trim();
}

/** The clauses in their order; what stands before the first heading comes first, when it is there. */
export function clauseTexts(text: string): ClauseText[] {
  const lines = text.split("\n");
  const heads = outline(lines);
  const first = { line: bodyStart(lines) - 1, text: "" };
  const all = [first, ...heads].map((head, index) => ({
    heading: head.text,
    body: bare(lines.slice(head.line + 1, heads[index]?.line ?? lines.length)),
  }));
  return all.filter((one, index) => index > 0 || one.body !== "");
}

/**
 * The Markdown of each of the clauses that the desk read; its plain paragraphs where the two do not
 * agree on what is a clause.
 */
export function bodies(
  text: string,
  clauses: readonly { heading: string; paragraphs: readonly string[] }[],
): string[] {
  const own = clauseTexts(text);
  const same = own.length === clauses.length && own.every((one, at) => one.heading === clauses[at]?.heading);
  return same ? own.map((one) => one.body) : clauses.map((one) => one.paragraphs.map(escaped).join("\n\n"));
}

/** Words as Markdown that means just these words. */
function escaped(words: string): string {
  return words.replace(/[\\`*_<[\]&|>#]/gu, "\\$&");
}
